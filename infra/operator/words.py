"""The words of the command line: each command, what it takes, and where it is done."""

import argparse
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, get_args

from infra.operator import accounts, checks, examples, ledger, letters, time_travel, usage
from infra.operator.files import instant
from shared.jobs import JOBS
from shared.store.keys import Table

Run = Callable[[argparse.Namespace], dict[str, Any]]
PROGRAM = "python -m infra.operator"


def parser() -> argparse.ArgumentParser:
    """Everything that can be said."""
    made = argparse.ArgumentParser(
        prog=PROGRAM, description=examples.DESCRIPTION, epilog=examples.EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )  # fmt: skip
    made.add_argument("--local", action="store_true", help="the local stack, even where AWS credentials are at hand")
    made.add_argument("--stack", metavar="NAME", help="this CloudFormation stack on AWS, whatever runs here")
    commands = made.add_subparsers(dest="command", required=True, metavar="COMMAND")
    _accounts(commands)
    _time(commands)
    _money(commands)
    _usage(commands)
    _proof(commands)
    _letters(commands)
    return made


def _add(commands: Any, name: str, told: str, run: Run) -> argparse.ArgumentParser:
    command: argparse.ArgumentParser = commands.add_parser(
        name, help=told, description=f"{told}.", formatter_class=argparse.RawDescriptionHelpFormatter
    )
    command.epilog = examples.of(command.prog)
    command.add_argument("--local", action="store_true", default=argparse.SUPPRESS, help=argparse.SUPPRESS)
    command.add_argument("--stack", default=argparse.SUPPRESS, help=argparse.SUPPRESS)
    command.set_defaults(run=run)
    return command


def _group(commands: Any, name: str, told: str) -> Any:
    group = commands.add_parser(name, help=told, description=f"{told}.")
    return group.add_subparsers(dest="what", required=True, metavar="list|replay")


def _account(command: argparse.ArgumentParser, **more: Any) -> None:
    command.add_argument("account", help="the account's id, as open-account printed it", **more)


def _accounts(commands: Any) -> None:
    told = "Open an account: company, opening order, owner; prints ids once the log-in is ready"
    opened = _add(commands, "open-account", told, lambda words: accounts.open_from_file(words.file))
    opened.add_argument("file", type=Path, help="JSON, as below")
    told = "Append prices; of equal dates the one that was loaded last counts"
    loaded = _add(commands, "load-prices", told, lambda words: accounts.load_from_file(words.file))
    loaded.add_argument("file", type=Path, help="JSON, as below")
    told = "Set a person's password; on the local stack only"
    password = _add(commands, "set-password", told, lambda w: accounts.set_login_password(w.username, w.password))
    password.add_argument("username", help="in any case")
    password.add_argument("password", help="at least twelve characters: small and capital letters, digits")


def _time(commands: Any) -> None:
    told = "Run a job for a time, and wait; a future time on the local stack only"
    job = _add(commands, "run-job", told, lambda words: time_travel.run(words.name, words.at, words.account))
    job.add_argument("name", choices=JOBS, help="which job")
    job.add_argument("--at", type=instant, required=True, help="the time that it runs for")
    job.add_argument("--account", help="this account alone, a sandbox too")
    told = "Move a sandbox's clock forward, doing all that is due on the way"
    clock = _add(commands, "clock", told, lambda words: time_travel.move(words.account, words.to, idle=words.idle))
    _account(clock)
    clock.add_argument("--to", type=instant, required=True, help="where it shall stand; the present is allowed")
    clock.add_argument("--idle", action="store_true", help="as if every job had stopped")


def _money(commands: Any) -> None:
    told = "Change an account's plan of a product from the next billing date on"
    plan = _add(commands, "change-plan", told, lambda w: ledger.change_plan(w.account, w.product, w.plan))
    _account(plan)
    plan.add_argument("product", help="jobs or sales")
    plan.add_argument("plan", help="one of the product's plans")
    told = "Set the tax rate of invoices closed from now on"
    tax = _add(commands, "set-tax", told, lambda words: ledger.set_tax(words.account, words.basis_points))
    _account(tax)
    tax.add_argument("basis_points", type=int, help="hundredths of a percent: 2000 are 20 %%")
    told = "Credit what is left of a charge, on the next invoice"
    credit = _add(commands, "credit", told, lambda words: ledger.credit(words.account, words.charge, words.reason))
    _account(credit)
    credit.add_argument("charge", help="its charge_id, as GET /v1/billing/charges lists it")
    credit.add_argument("--reason", required=True, help="stands on the invoice as the line's rule")


def _usage(commands: Any) -> None:
    told = "Put an event of the product, or a list of them, onto the bus"
    put = _add(commands, "put-event", told, lambda words: usage.put_from_file(words.file))
    put.add_argument("file", type=Path, help="JSON, as below")
    aside = _group(commands, "kept-aside", "Usage of the product that was refused, with the reason")
    _add(aside, "list", "List it, oldest first", lambda words: usage.list_aside())
    replay = _add(aside, "replay", "Take one in again, however old it is", lambda w: usage.replay_aside(w.event_id))
    replay.add_argument("event_id", help="as the list tells it")


def _proof(commands: Any) -> None:
    told = "Recount pools, seats, ledger, invoices and contracts against their records; exit 1 where not ok"
    verify = _add(commands, "verify", told, lambda words: checks.verify(words.account))
    _account(verify, nargs="?")
    told = "three restored tables to recount in place of the stack's own, commas between"
    verify.add_argument("--tables", type=_three, default=(), metavar="LICENSES,USERS,BILLING", help=told)
    told = "Prove a downloaded contract; says which part fails; exit 1 where not ok"
    proved = _add(commands, "verify-contract", told, lambda words: checks.verify_contract(words.file))
    proved.add_argument("file", type=Path, help="the PDF")


def _letters(commands: Any) -> None:
    told = "Mails kept on the local stack and of sandboxes, oldest first"
    _account(_add(commands, "mails", told, lambda words: letters.mails(words.account)), nargs="?")
    dead = _group(commands, "dead-letters", "Messages that failed five times")
    _add(dead, "list", "List them, oldest first; they stay where they are", lambda words: letters.list_dead())
    _add(
        dead,
        "replay",
        "Send them to their queues again; what was done is not repeated",
        lambda _: letters.replay_dead(),
    )
    told = "Publish activity again since a date or instant; what was done is not repeated"
    again = _add(commands, "republish", told, lambda words: letters.republish(words.since, words.account))
    again.add_argument("--since", type=_since, required=True, help="a date or an instant")
    again.add_argument("--account", help="this account alone")


def _since(text: str) -> Any:
    return instant(f"{date.fromisoformat(text)}T00:00:00Z") if len(text) == len("2027-04-05") else instant(text)


def _three(text: str) -> list[str]:
    names = text.split(",")
    if len(names) != len(get_args(Table)) or not all(names):
        raise ValueError("takes three names")
    return names

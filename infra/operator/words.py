"""The words of the command line: each command, what it takes, and where it is done."""

import argparse
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from infra.operator import accounts, checks, ledger, letters, time_travel, usage
from infra.operator.files import instant

Run = Callable[[argparse.Namespace], dict[str, Any]]
JOBS = ("expire-pending", "charge-daily", "bill-month", "renew-terms")
EPILOG = """examples:
  python -m infra.operator open-account company.json
  python -m infra.operator clock 01J8... --to 2027-04-05T09:00:00Z
  python -m infra.operator verify

Works on the local stack when .local/stack.json is there or --local is said, else on AWS by the usual credentials.
One JSON object goes to standard output, progress to standard error. Exit 1: refused, or not ok; 2: words are off."""


def parser() -> argparse.ArgumentParser:
    """Everything that can be said."""
    made = argparse.ArgumentParser(
        prog="python -m infra.operator", description=__doc__, epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )  # fmt: skip
    made.add_argument("--local", action="store_true", help="the local stack, even where AWS credentials are at hand")
    made.add_argument("--stack", default="seatkeeper", help="the CloudFormation stack on AWS (default: seatkeeper)")
    commands = made.add_subparsers(dest="command", required=True, metavar="COMMAND")
    _accounts(commands)
    _time(commands)
    _money(commands)
    _usage(commands)
    _proof(commands)
    _letters(commands)
    return made


def _add(commands: Any, name: str, told: str, run: Run) -> argparse.ArgumentParser:
    command: argparse.ArgumentParser = commands.add_parser(name, help=told, description=told)
    command.add_argument("--local", action="store_true", default=argparse.SUPPRESS, help=argparse.SUPPRESS)
    command.set_defaults(run=run)
    return command


def _accounts(commands: Any) -> None:
    told = "Open an account: company, opening order, owner; prints ids once the log-in is ready"
    _add(commands, "open-account", told, lambda words: accounts.open_from_file(words.file)).add_argument(
        "file", type=Path
    )
    told = "Append prices: a list of {plan, sku, currency, unit_price, effective_from}"
    _add(commands, "load-prices", told, lambda words: accounts.load_from_file(words.file)).add_argument(
        "file", type=Path
    )

    told = "Set a person's password; on the local stack only"
    password = _add(commands, "set-password", told, lambda w: accounts.set_login_password(w.username, w.password))
    password.add_argument("username")
    password.add_argument("password")


def _time(commands: Any) -> None:
    told = "Run a job for a time, and wait; a future time on the local stack only"
    job = _add(commands, "run-job", told, lambda words: time_travel.run(words.name, words.at, words.account))
    job.add_argument("name", choices=JOBS)
    job.add_argument("--at", type=instant, required=True, help="as 2027-04-05T09:00:00Z")
    job.add_argument("--account", help="this account alone, a sandbox too")
    told = "Move a sandbox's clock forward, doing all that is due on the way"
    clock = _add(commands, "clock", told, lambda words: time_travel.move(words.account, words.to, idle=words.idle))
    clock.add_argument("account")
    clock.add_argument("--to", type=instant, required=True, help="as 2027-04-05T09:00:00Z; the present is allowed")
    clock.add_argument("--idle", action="store_true", help="as if every job had stopped")


def _money(commands: Any) -> None:
    told = "Change an account's plan of a product from the next billing date on"
    plan = _add(commands, "change-plan", told, lambda w: ledger.change_plan(w.account, w.product, w.plan))
    for word in ("account", "product", "plan"):
        plan.add_argument(word)
    told = "Set the tax rate of invoices closed from now on"
    tax = _add(commands, "set-tax", told, lambda words: ledger.set_tax(words.account, words.basis_points))
    tax.add_argument("account")
    tax.add_argument("basis_points", type=int)
    told = "Credit what is left of a charge"
    credit = _add(commands, "credit", told, lambda words: ledger.credit(words.account, words.charge, words.reason))
    credit.add_argument("account")
    credit.add_argument("charge")
    credit.add_argument("--reason", required=True, help="stands on the invoice as the line's rule")


def _usage(commands: Any) -> None:
    told = "Put an event of the product, or a list of {detail_type, detail}, onto the bus"
    _add(commands, "put-event", told, lambda words: usage.put_from_file(words.file)).add_argument("file", type=Path)
    aside = commands.add_parser("kept-aside", help="Usage that was refused").add_subparsers(
        dest="what", required=True, metavar="list|replay"
    )
    _add(aside, "list", "List it", lambda words: usage.list_aside())
    replay = _add(aside, "replay", "Take one in again", lambda words: usage.replay_aside(words.event_id))
    replay.add_argument("event_id")


def _proof(commands: Any) -> None:
    told = "Recount pools, seats, ledger, invoices and contracts against their records; exit 1 where not ok"
    _add(commands, "verify", told, lambda words: checks.verify(words.account)).add_argument("account", nargs="?")
    told = "Prove a downloaded contract; says which part fails; exit 1 where not ok"
    _add(commands, "verify-contract", told, lambda words: checks.verify_contract(words.file)).add_argument(
        "file", type=Path
    )


def _letters(commands: Any) -> None:
    told = "Mails kept on the local stack and of sandboxes"
    _add(commands, "mails", told, lambda words: letters.mails(words.account)).add_argument("account", nargs="?")
    dead = commands.add_parser("dead-letters", help="Messages that could not be worked off").add_subparsers(
        dest="what", required=True, metavar="list|replay"
    )
    _add(dead, "list", "List them", lambda words: letters.list_dead())
    _add(dead, "replay", "Send them to their queues again", lambda words: letters.replay_dead())
    told = "Publish activity again since a date or instant"
    again = _add(commands, "republish", told, lambda words: letters.republish(words.since, words.account))
    again.add_argument("--since", type=_since, required=True, help="2027-04-05 or 2027-04-05T09:00:00Z")
    again.add_argument("--account", help="this account alone")


def _since(text: str) -> Any:
    return instant(f"{date.fromisoformat(text)}T00:00:00Z") if len(text) == len("2027-04-05") else instant(text)

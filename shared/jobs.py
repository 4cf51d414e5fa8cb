"""The scheduled jobs: find the accounts with something due, and have each advanced on its own (DESIGN 6)."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from shared.account.advance import advance
from shared.account.done import NOTHING, Done
from shared.account.price_book import NoPrice, PriceBook
from shared.account.scope import EVERYTHING, Scope
from shared.clock import now_of, real_now
from shared.config import is_local, setting
from shared.errors import Impossible, Invalid, Refusal
from shared.logs import aws_code, logger, places_of
from shared.queues import send_all
from shared.store import keys
from shared.store.accounts import read_account, set_not_before
from shared.store.due import BILL, DAY, PENDING, RENEW
from shared.store.dynamodb import query_due
from shared.store.keys import SHARDS, Table
from shared.store.transaction import ConditionFailed, Conflict


@dataclass(frozen=True)
class Job:
    """Where a job finds what is due, and what its workers need not look for."""

    table: Table
    due: str
    scope: Scope = EVERYTHING


JOBS: dict[str, Job] = {
    "expire-pending": Job("Licenses", PENDING),
    "charge-daily": Job("Billing", DAY),
    # Neither pending orders nor days of accounts without daily licenses ever change what is billed.
    "bill-month": Job("Billing", BILL, Scope(orders=False, all_days=False)),
    "renew-terms": Job("Licenses", RENEW),
}


def handler(event: dict[str, Any], _context: Any) -> dict[str, Any]:
    """The Lambda of every job: start it, log and return its counts."""
    counts = start(event)
    logger.info("job_started", **counts)
    return counts


def start(event: dict[str, Any]) -> dict[str, Any]:
    """Run a schedule's job `{job, now}`: one message per due account. Returns counts.

    Raises NotSent where the queue did not take some; the next run finds their accounts again.
    """
    name, now = event["job"], datetime.fromisoformat(event["now"])
    messages = [
        {"account_id": account_id, "now": now.isoformat(), "job": name} for account_id in due_accounts(name, now)
    ]
    send_all(setting("ADVANCE_QUEUE_URL"), messages)
    return {"job": name, "now": now.isoformat(), "accounts": len(messages)}


def due_accounts(name: str, now: datetime) -> Iterator[str]:
    """Each account that a job finds something due for, once. Sandboxes stand elsewhere."""
    job = JOBS[name]
    for shard in range(SHARDS):
        found = query_due(job.table, keys.shard_name(job.due, shard), now)
        yield from dict.fromkeys(keys.account_of(key.pk) for key in found)


def work_off(message: dict[str, str], prices: PriceBook) -> Done:
    """Advance the account of one message."""
    scope = replace(JOBS[message["job"]].scope, sandboxes=False)
    return advance(message["account_id"], datetime.fromisoformat(message["now"]), prices=prices, scope=scope)


def run_job(
    name: str, at: datetime, account_id: str | None = None, *, each_of: Callable[[list[str]], Iterable[str]] = iter
) -> dict[str, Any]:
    """Run a job for the operator here and now, as at an instant; one account's with `account_id`. Returns sums.

    `each_of` hands out the accounts, and can tell how many are done.
    Invalid for an unknown name; Impossible `not_yet` for a time to come, but on the local stack or of a sandbox.
    """
    if name not in JOBS:
        raise Invalid({"name": f"takes one of {', '.join(JOBS)}"})
    if account_id is None and at > real_now():
        _check_may_run_ahead(at)
    accounts = [account_id] if account_id else list(due_accounts(name, at))
    prices, done, failed = PriceBook(), NOTHING, []
    for each in each_of(accounts):
        try:
            done += _run_ahead(each, at, prices)
        except Refusal:
            raise
        except Exception as error:  # noqa: BLE001 - told with its account; the others go on
            failed.append({"account_id": each, "error": _told(error), "where": places_of(error)})
    return {"job": name, "at": at.isoformat(), "accounts": len(accounts), **asdict(done), "failed": failed}


def _told(error: Exception) -> str:
    """What an account ended in; of an error that is none of ours its kind alone, as its text may hold anything."""
    ours = isinstance(error, (NoPrice, ConditionFailed, Conflict))
    return f"{type(error).__name__}: {error}" if ours else aws_code(error) or type(error).__name__


def _run_ahead(account_id: str, at: datetime, prices: PriceBook) -> Done:
    account = read_account(account_id)
    if at > now_of(account):
        if not account.is_sandbox:
            _check_may_run_ahead(at)
        set_not_before(account, at)
    return advance(account_id, at, prices=prices)


def _check_may_run_ahead(at: datetime) -> None:
    if not is_local():
        raise Impossible("not_yet", f"{at.isoformat()} has not come yet; only the local stack runs ahead.")

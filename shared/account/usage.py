"""Take what the product reports: each event once, in one transaction, in any order (DESIGN 3, Daily charges)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from shared.account.bookings import add_booking, add_trigger
from shared.account.catch_up import persistently
from shared.account.measuring import note_measured
from shared.account.usage_shapes import (
    BOOKINGS,
    BadShape,
    BookedOrMoved,
    CancelledOrActioned,
    ForUser,
    LoggedIn,
    Report,
    StorageMeasured,
    Usage,
)
from shared.clock import now_of
from shared.domain.account import Account
from shared.domain.usage import TAKEN_WITHIN
from shared.store import dynamodb, keys
from shared.store.attributes import Item
from shared.store.keys import Key
from shared.store.records import found
from shared.store.transaction import Transaction
from shared.store.usage import put_event


@dataclass(frozen=True)
class Outcome:
    """What became of an event: `recorded`, `repeated`, or `refused` with a reason."""

    name: str
    reason: str = ""
    fields: tuple[str, ...] = ()

    @property
    def is_taken(self) -> bool:
        return self.name != "refused"


class Refused(Exception):
    """An event that cannot be taken, and why."""


def read_ahead(reports: Iterable[Report]) -> dict[Key, Item]:
    """What taking some events needs first of all, in one request."""
    wanted: list[Key] = []
    for report in reports:
        try:
            wanted += _first_keys(report.shaped())
        except BadShape:
            continue  # it will be refused when its turn comes
    return dynamodb.batch_get(wanted) if wanted else {}


def take(report: Report, known: Mapping[Key, Item] | None = None, *, at_any_age: bool = False) -> Outcome:
    """Record an event, or say why not. `known` was read ahead for a batch; `at_any_age` is the operator's word."""
    try:
        usage = report.shaped()
    except BadShape as bad:
        return Outcome("refused", bad.reason, tuple(bad.fields))
    ahead = [known] if known is not None else []

    def attempt() -> Outcome:
        # Only the first attempt may rest on what was read ahead.
        items = ahead.pop() if ahead else dynamodb.batch_get(_first_keys(usage))
        return _take(report, usage, items, at_any_age=at_any_age)

    try:
        return persistently(attempt)
    except Refused as refused:
        return Outcome("refused", str(refused))


def _first_keys(usage: Usage) -> list[Key]:
    first = [keys.account(usage.account_id), keys.usage_event(usage.account_id, usage.event_id)]
    return [*first, keys.user(usage.account_id, usage.user_id)] if isinstance(usage, ForUser) else first


def _take(report: Report, usage: Usage, items: Mapping[Key, Item], *, at_any_age: bool) -> Outcome:
    account = found(Account, items.get(keys.account(usage.account_id)))
    if account is None:
        raise Refused("unknown_account")
    if before := items.get(keys.usage_event(usage.account_id, usage.event_id)):
        if before["sha256"] != report.sha256:
            raise Refused("other_content")
        return Outcome("repeated")
    if isinstance(usage, ForUser) and keys.user(usage.account_id, usage.user_id) not in items:
        raise Refused("unknown_user")
    if now_of(account) - usage.occurred_at > TAKEN_WITHIN and not at_any_age:
        raise Refused("too_old")
    transaction, received_at = Transaction(), now_of(account)
    kept = {"detail_type": report.detail_type, "sha256": report.sha256, "received_at": received_at}
    put_event(transaction, account.account_id, usage.event_id, kept)
    _apply(transaction, account, usage, report.detail_type)
    transaction.commit()
    return Outcome("recorded")


def _apply(transaction: Transaction, account: Account, usage: Usage, detail_type: str) -> None:
    match usage:
        case StorageMeasured():
            note_measured(transaction, account, usage)
        case LoggedIn(device="mobile"):
            return  # free: it is known, and triggers nothing
        case LoggedIn():
            add_trigger(transaction, account, usage, detail_type)
        case BookedOrMoved():
            add_booking(transaction, account, usage, BOOKINGS[detail_type], usage.diary_on)
        case CancelledOrActioned() if detail_type in BOOKINGS:
            add_booking(transaction, account, usage, BOOKINGS[detail_type], None)
        case CancelledOrActioned():
            add_trigger(transaction, account, usage, detail_type, usage.diary_event_id)

"""Take what the product reports: each event once, in one transaction, in any order (DESIGN 3, Daily charges)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import count

from shared.account.again import persistently
from shared.account.bookings import Booked, Triggered
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
from shared.store import keys
from shared.store.attributes import Item
from shared.store.keys import Key
from shared.store.records import found
from shared.store.seen import Seen
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


RECORDED = Outcome("recorded")


class Refused(Exception):
    """An event that cannot be taken, and why."""


class Repeated(Exception):
    """An event that was recorded before."""


def take(report: Report, seen: Seen | None = None, *, at_any_age: bool = False) -> Outcome:
    """Record an event, or say why not. `seen` was read ahead for a batch; `at_any_age` is the operator's word."""
    try:
        usage = report.shaped()
    except BadShape as bad:
        return Outcome("refused", bad.reason, tuple(bad.fields))
    attempts = count()

    def attempt() -> Outcome:
        # Only the first attempt may rest on what was read ahead, and on the event being new, as nearly all are.
        is_first = next(attempts) == 0
        known = seen if is_first and seen is not None else Seen()
        recording = recording_of(report, usage, known, looks_back=not is_first, at_any_age=at_any_age)
        known.forget(recording.keys)
        recording.commit()
        return RECORDED

    try:
        return persistently(attempt)
    except Repeated:
        return Outcome("repeated")
    except Refused as refused:
        return Outcome("refused", str(refused))


def recording_of(
    report: Report, usage: Usage, seen: Seen, *, looks_back: bool = False, at_any_age: bool = False
) -> Transaction:
    """What records an event, not yet written: its write is refused where the id is known. Raises Repeated or Refused.

    Whether the id is known is read only with `looks_back`, or ahead of another refusal.
    """
    items = seen.of(first_keys(report.detail_type, usage))
    account = account_of(usage, items)
    if account is None:
        raise Refused("unknown_account")
    is_stranger = isinstance(usage, ForUser) and keys.user(usage.account_id, usage.user_id) not in items
    is_too_old = now_of(account) - usage.occurred_at > TAKEN_WITHIN and not at_any_age
    if looks_back or is_stranger or is_too_old:
        _check_new(report, usage, seen)
    if is_stranger or is_too_old:
        raise Refused("unknown_user" if is_stranger else "too_old")
    transaction, received_at = Transaction(), now_of(account)
    kept = {"detail_type": report.detail_type, "sha256": report.sha256, "received_at": received_at}
    put_event(transaction, account.account_id, usage.event_id, kept)
    if isinstance(usage, StorageMeasured):
        note_measured(transaction, account, usage)
    elif change := change_by(account, usage, report.detail_type, received_at):
        change.write(transaction, seen.of(change.days(items)))
    return transaction


def _check_new(report: Report, usage: Usage, seen: Seen) -> None:
    key = keys.usage_event(usage.account_id, usage.event_id)
    if before := seen.of([key]).get(key):
        if before["sha256"] != report.sha256:
            raise Refused("other_content")
        raise Repeated


def first_keys(detail_type: str, usage: Usage) -> list[Key]:
    """What an event's judgement rests on."""
    first = [keys.account(usage.account_id)]
    if isinstance(usage, ForUser):
        first.append(keys.user(usage.account_id, usage.user_id))
    if detail_type in BOOKINGS and isinstance(usage, BookedOrMoved | CancelledOrActioned):
        first.append(keys.diary(usage.account_id, usage.diary_event_id))
    return first


def account_of(usage: Usage, items: Mapping[Key, Item]) -> Account | None:
    """The account among what was read."""
    return found(Account, items.get(keys.account(usage.account_id)))


def change_by(account: Account, usage: Usage, detail_type: str, received_at: datetime) -> Booked | Triggered | None:
    """What an event changes on user-days; None where it is only to be known."""
    match usage:
        case LoggedIn(device="mobile"):
            return None  # free: it is known, and triggers nothing
        case LoggedIn():
            return Triggered(account, usage, received_at, detail_type)
        case BookedOrMoved():
            return Booked(account, usage, received_at, BOOKINGS[detail_type], usage.diary_on)
        case CancelledOrActioned() if detail_type in BOOKINGS:
            return Booked(account, usage, received_at, BOOKINGS[detail_type])
        case CancelledOrActioned():
            return Triggered(account, usage, received_at, detail_type, usage.diary_event_id)
    return None

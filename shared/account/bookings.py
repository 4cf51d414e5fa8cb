"""What an event changes on user-days: a trigger more, or the days on which a diary event stands (DESIGN 3)."""

from datetime import date

from shared.account.usage_shapes import BookedOrMoved, CancelledOrActioned, ForUser
from shared.clock import now_of
from shared.domain.account import Account
from shared.domain.usage import Booking, BookingKind, Trigger, UserDay, standing
from shared.store import dynamodb, keys
from shared.store.transaction import Transaction
from shared.store.usage import diary_in, mark_open, put_diary, put_user_day, user_day_in

UserOn = tuple[date, str]


def add_trigger(
    transaction: Transaction, account: Account, usage: ForUser, kind: str, diary_event_id: str | None = None
) -> None:
    """Let an event stand on the local day on which it occurred."""
    on = account.zones.local_date(usage.occurred_at)
    trigger = Trigger(kind, usage.event_id, now_of(account), diary_event_id)
    key = keys.day(account.account_id, on, usage.user_id)
    before = user_day_in(dynamodb.batch_get([key]), account.account_id, on, usage.user_id)
    _write(transaction, account, before, before.with_trigger(trigger))


def add_booking(
    transaction: Transaction, account: Account, usage: BookedOrMoved | CancelledOrActioned, kind: BookingKind,
    diary_on: date | None,
) -> None:  # fmt: skip
    """Add a version to a diary event, and move what stands on user-days accordingly."""
    key = keys.diary(account.account_id, usage.diary_event_id)
    diary = diary_in(dynamodb.batch_get([key]), key)
    booking = Booking(usage.event_id, usage.occurred_at, kind, usage.user_id, now_of(account), diary_on)
    put_diary(transaction, key, diary, (*diary.bookings, booking))
    before = set(standing(diary.bookings, account.zones.end_of))
    after = set(standing((*diary.bookings, booking), account.zones.end_of))
    _move(transaction, account, usage.diary_event_id, gone=before - after, come=after - before)


def _move(
    transaction: Transaction, account: Account, diary_event_id: str, *, gone: set[Booking], come: set[Booking]
) -> None:
    concerned = {_place(booking) for booking in gone | come}
    keys_of = {place: keys.day(account.account_id, *place) for place in concerned}
    items = dynamodb.batch_get(keys_of.values()) if concerned else {}
    for place in sorted(concerned):
        day = before = user_day_in(items, account.account_id, *place)
        for booking in gone:
            if _place(booking) == place:
                day = day.without(booking.event_id, now_of(account))
        for booking in come:
            if _place(booking) == place:
                day = day.with_trigger(_trigger(booking, diary_event_id))
        _write(transaction, account, before, day)


def _place(booking: Booking) -> UserOn:
    assert booking.diary_on is not None  # noqa: S101 - only what is on a day stands
    return booking.diary_on, booking.user_id


def _trigger(booking: Booking, diary_event_id: str) -> Trigger:
    return Trigger(f"diary_event.{booking.kind}", booking.event_id, booking.received_at, diary_event_id)


def _write(transaction: Transaction, account: Account, before: UserDay, after: UserDay) -> None:
    put_user_day(transaction, account.account_id, before, after)
    mark_open(transaction, account, after)

"""What an event changes on user-days: a trigger more, or the days on which a diary event stands (DESIGN 3)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import NamedTuple

from shared.account.usage_shapes import BookedOrMoved, CancelledOrActioned, ForUser
from shared.domain.account import Account
from shared.domain.usage import Booking, BookingKind, Trigger, UserDay, standing
from shared.store import keys
from shared.store.attributes import Item
from shared.store.keys import Key
from shared.store.transaction import Transaction
from shared.store.usage import Diary, diary_in, mark_open, put_diary, put_user_day, user_day_in


class UserOn(NamedTuple):
    """A local day of a user."""

    day: date
    user_id: str


@dataclass(frozen=True)
class Triggered:
    """An event that stands on the local day on which it occurred."""

    account: Account
    usage: ForUser
    received_at: datetime
    kind: str
    diary_event_id: str | None = None

    @property
    def on(self) -> UserOn:
        return UserOn(self.account.zones.local_date(self.usage.occurred_at), self.usage.user_id)

    def days(self, _: Mapping[Key, Item]) -> list[Key]:
        """The user-day that it changes."""
        return [keys.day(self.account.account_id, *self.on)]

    def write(self, transaction: Transaction, items: Mapping[Key, Item]) -> None:
        """Add it to its day, which has been read."""
        before = user_day_in(items, self.account.account_id, *self.on)
        trigger = Trigger(self.kind, self.usage.event_id, self.received_at, self.diary_event_id)
        _write(transaction, self.account, before, before.with_trigger(trigger))


@dataclass(frozen=True)
class Booked:
    """A version more of a diary event: what stands on user-days moves accordingly."""

    account: Account
    usage: BookedOrMoved | CancelledOrActioned
    received_at: datetime
    kind: BookingKind
    diary_on: date | None = None

    @property
    def key(self) -> Key:
        return keys.diary(self.account.account_id, self.usage.diary_event_id)

    def days(self, items: Mapping[Key, Item]) -> list[Key]:
        """The user-days that it changes, as the diary event stands among what was read."""
        gone, come = self._moved(diary_in(items, self.key))
        return [keys.day(self.account.account_id, *place) for place in _places(gone | come)]

    def write(self, transaction: Transaction, items: Mapping[Key, Item]) -> None:
        """Add it to its diary event, and move what stands on the days, all of which have been read."""
        diary = diary_in(items, self.key)
        put_diary(transaction, self.key, diary, (*diary.bookings, self._booking))
        gone, come = self._moved(diary)
        for place in _places(gone | come):
            day = before = user_day_in(items, self.account.account_id, *place)
            for booking in gone:
                if _place(booking) == place:
                    day = day.without(booking.event_id, self.received_at)
            for booking in come:
                if _place(booking) == place:
                    day = day.with_trigger(_trigger(booking, self.usage.diary_event_id))
            _write(transaction, self.account, before, day)

    @property
    def _booking(self) -> Booking:
        usage = self.usage
        return Booking(usage.event_id, usage.occurred_at, self.kind, usage.user_id, self.received_at, self.diary_on)

    def _moved(self, diary: Diary) -> tuple[set[Booking], set[Booking]]:
        """The versions that no longer stand, and those that now do."""
        end_of = self.account.zones.end_of
        before, after = set(standing(diary.bookings, end_of)), set(standing((*diary.bookings, self._booking), end_of))
        return before - after, after - before


def _place(booking: Booking) -> UserOn:
    assert booking.diary_on is not None  # noqa: S101 - only what is on a day stands
    return UserOn(booking.diary_on, booking.user_id)


def _places(bookings: Iterable[Booking]) -> list[UserOn]:
    return sorted({_place(booking) for booking in bookings})


def _trigger(booking: Booking, diary_event_id: str) -> Trigger:
    return Trigger(f"diary_event.{booking.kind}", booking.event_id, booking.received_at, diary_event_id)


def _write(transaction: Transaction, account: Account, before: UserDay, after: UserDay) -> None:
    put_user_day(transaction, account.account_id, before, replace(after, is_open=True))
    if not before.is_open:
        mark_open(transaction, account, after)

"""Usage: events by their id, bookings with all their versions, user-days and the marks of those to be looked at."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from shared.domain.account import Account
from shared.domain.usage import Booking, UserDay
from shared.store import dynamodb, keys
from shared.store.attributes import Item
from shared.store.due import DAY, due
from shared.store.keys import Key
from shared.store.records import from_item, to_item
from shared.store.transaction import Transaction, absent, unchanged

FIRST = "0"


@dataclass(frozen=True)
class Diary:
    """All versions of one diary event."""

    bookings: tuple[Booking, ...] = ()
    version: int = 0


@dataclass(frozen=True)
class OpenDay:
    """A user-day that is to be looked at once it is over."""

    day: date
    user_id: str


def put_event(transaction: Transaction, account_id: str, event_id: str, record: Item) -> None:
    """Keep an event for ever under its id."""
    transaction.put(keys.usage_event(account_id, event_id), record, absent(), name="event")


def diary_in(items: Mapping[Key, Item], key: Key) -> Diary:
    return from_item(Diary, items[key]) if key in items else Diary()


def put_diary(transaction: Transaction, key: Key, before: Diary, bookings: Iterable[Booking]) -> None:
    """Write the versions of a diary event, if no other came since."""
    after = Diary(tuple(bookings), before.version + 1)
    transaction.put(key, to_item(after), unchanged(before.version), name="diary")


def user_day_in(items: Mapping[Key, Item], account_id: str, day: date, user_id: str) -> UserDay:
    key = keys.day(account_id, day, user_id)
    return from_item(UserDay, items[key]) if key in items else UserDay(day, user_id)


def put_user_day(transaction: Transaction, account_id: str, before: UserDay, after: UserDay) -> None:
    """Write a user-day, if it still stands as it was read."""
    key = keys.day(account_id, after.day, after.user_id)
    after = replace(after, version=before.version + 1)
    transaction.put(key, to_item(after), unchanged(before.version), name="day")


def check_user_day(transaction: Transaction, account_id: str, day: UserDay) -> None:
    """Require that a user-day still stands as it was read."""
    transaction.check(keys.day(account_id, day.day, day.user_id), unchanged(day.version), name="day")


def mark_open(transaction: Transaction, account: Account, day: UserDay) -> None:
    """Mark a user-day as to be looked at once it is over."""
    item = to_item(OpenDay(day.day, day.user_id)) | due(account, DAY, account.zones.end_of(day.day))
    transaction.put(keys.open_day(account.account_id, day.day, day.user_id), item, name="open")


def unmark(transaction: Transaction, account_id: str, day: UserDay) -> None:
    transaction.delete(keys.open_day(account_id, day.day, day.user_id), name="open")


def open_days(account_id: str, before: date, *, limit: int) -> list[OpenDay]:
    """Some user-days before a date that are to be looked at, oldest first."""
    pk = keys.open_day(account_id, before, "").pk
    page = dynamodb.query("Billing", pk, between=(FIRST, str(before)), limit=limit)
    return [from_item(OpenDay, item) for item in page.items]


def all_open_days(account_id: str, before: date) -> Iterator[OpenDay]:
    """Every user-day before a date that is to be looked at, oldest first."""
    pk = keys.open_day(account_id, before, "").pk
    return (from_item(OpenDay, item) for item in dynamodb.query_all("Billing", pk, between=(FIRST, str(before))))


def used_days(account_id: str, since: date, before: date) -> list[UserDay]:
    """Every user-day of a span of days that something was ever booked or done on."""
    pk = keys.day(account_id, since, "").pk
    between = (str(since), str(before - timedelta(days=1)) + "#~")
    return [from_item(UserDay, item) for item in dynamodb.query_all("Billing", pk, between=between)]

"""Activity events: written in the transaction of the change, read by month, found by the stream's publisher."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

from shared.domain.activity import Event
from shared.domain.calendar import clipped
from shared.store import dynamodb, keys
from shared.store.attributes import Item, instant_text
from shared.store.filtered import READ_AT_ONCE, RecordPage
from shared.store.records import from_item, to_item
from shared.store.transaction import Transaction, absent

MOST_READ = 5000
"""Events looked at for one page; where a filter lets few through, a page is short and its cursor leads on."""

Wanted = Callable[[Event], bool]
_SORT_KEY = re.compile(r"[12]\d{3}-(\d\d)-\d\dT\d\d:\d\d:\d\d\.\d{6}Z#[0-9A-Z]{26}")


def add_event(transaction: Transaction, event: Event) -> None:
    """Put an event beside the change that it tells of."""
    key = keys.activity(event.account_id, event.at, event.event_id)
    transaction.put(key, to_item(event), absent(), name="activity")


def is_activity_cursor(sort_key: str) -> bool:
    """Whether a text can be the sort key of an event."""
    match = _SORT_KEY.fullmatch(sort_key)
    return match is not None and 1 <= int(match[1]) <= 12


def activity_page(
    account_id: str, since: datetime, until: datetime, *, after: str | None, limit: int, wanted: Wanted | None = None
) -> RecordPage[Event]:
    """Wanted events from `since` to just before `until`, newest first, going on after a sort key."""
    records: list[Event] = []
    last = None
    low, high = instant_text(since), min(instant_text(until), after or "~")
    # One more than a page shows tells whether another follows, and one that was passed may stand before them.
    at_once = READ_AT_ONCE if wanted else limit + 2
    for read, item in enumerate(_newest_first(account_id, low, high, after, at_once)):
        event = from_item(Event, item)
        if len(records) == limit or read == MOST_READ:
            return RecordPage(records, last)
        if wanted is None or wanted(event):
            records.append(event)
        last = item["sk"]
    return RecordPage(records, None)


def events_since(account_id: str, since: datetime, until: datetime) -> Iterator[Event]:
    """Every event from `since` to just before `until`, oldest first."""
    low, high = instant_text(since), instant_text(until)
    for month in reversed(list(_months_back(low, high))):
        pk = keys.activity_month(account_id, month)
        yield from (from_item(Event, item) for item in dynamodb.query_all("Licenses", pk, between=(low, high)))


def _newest_first(account_id: str, low: str, high: str, passed: str | None, at_once: int) -> Iterator[Item]:
    if low > high:
        return
    for month in _months_back(low, high):
        items = _of_month(keys.activity_month(account_id, month), low, high, at_once)
        yield from (item for item in items if item["sk"] != passed)


def _of_month(pk: str, low: str, high: str, at_once: int) -> Iterator[Item]:
    # A page of the list needs few items: the next are read only when they are asked for.
    page = dynamodb.query("Licenses", pk, between=(low, high), newest_first=True, limit=at_once)
    yield from page.items
    while page.next_sk is not None:
        page = dynamodb.query("Licenses", pk, between=(low, high), newest_first=True, limit=at_once, after=page.next_sk)
        yield from page.items


def _months_back(low: str, high: str) -> Iterator[datetime]:
    first, month = low[:7], datetime(int(high[:4]), int(high[5:7]), 1, tzinfo=UTC)
    while f"{month:%Y-%m}" >= first:
        yield month
        before = clipped(month.year, month.month - 1, 1)
        month = month.replace(year=before.year, month=before.month)

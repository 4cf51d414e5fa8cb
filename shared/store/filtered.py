"""Pages of records of which only some are wanted, in bounded reads, with a place to go on from."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from shared.store import dynamodb
from shared.store.keys import Table
from shared.store.records import from_item

T = TypeVar("T")
READ_AT_ONCE = 100
MOST_READ = 10_000
"""Records looked at for one page; where a filter lets few through, a page is short and its cursor leads on."""


@dataclass(frozen=True)
class RecordPage(Generic[T]):
    """Some records, and the sort key after which the next page starts (None: no more)."""

    records: list[T]
    next_sk: str | None


def filtered_page(
    table: Table, pk: str, *, kind: type[T], limit: int, after: str | None, wanted: Callable[[T], bool],
    prefix: str = "", between: tuple[str, str] | None = None, newest_first: bool = False, is_filtered: bool = True,
) -> RecordPage[T]:  # fmt: skip
    """Up to `limit` wanted records of a partition."""
    records: list[T] = []
    read = 0
    at_once = READ_AT_ONCE if is_filtered else limit + 1
    while True:
        page = dynamodb.query(
            table, pk, prefix=prefix, between=between, after=after, newest_first=newest_first, limit=at_once
        )
        for item in page.items:
            record = from_item(kind, item)
            if wanted(record):
                if len(records) == limit:
                    return RecordPage(records, after)
                records.append(record)
            after = item["sk"]
        read += len(page.items)
        if page.next_sk is None or (is_filtered and read >= MOST_READ):
            return RecordPage(records, page.next_sk)
        after = page.next_sk

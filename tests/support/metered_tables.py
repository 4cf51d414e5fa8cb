"""The tables in memory, with the request units that AWS would bill for every request, from the sizes of its items."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from tests.support.item_sizes import index_entry, item_bytes
from tests.support.memory_aws import MemoryAws, memory_aws
from tests.support.memory_tables import MemoryTables, Raw

READ_BYTES, WRITE_BYTES = 4096, 1024
IN_A_TRANSACTION = 2
"""Each item of a transaction is prepared and committed: two units a kilobyte, a condition check too."""


@dataclass
class Units:
    """Requests, and the units that they take. Of what an index is written, each entry is one more write."""

    requests: list[str] = field(default_factory=list)
    read: float = 0.0
    written: int = 0

    def __sub__(self, before: "Units") -> "Units":
        sent = self.requests[len(before.requests) :]
        return Units(sent, self.read - before.read, self.written - before.written)


class MeteredTables(MemoryTables):
    """`units` grows with every request; a transaction that is refused costs what it would have written."""

    def __init__(self) -> None:
        super().__init__()
        self.units = Units()

    def so_far(self) -> Units:
        return Units(list(self.units.requests), self.units.read, self.units.written)

    def get_item(self, *, TableName: str, Key: Raw, **more: Any) -> Raw:  # noqa: N803
        self.units.read += _read(self._item(TableName, Key), is_consistent=more["ConsistentRead"])
        return super().get_item(TableName=TableName, Key=Key, **more)

    def batch_get_item(self, *, RequestItems: Raw) -> Raw:  # noqa: N803
        for name, request in RequestItems.items():
            items = (self._item(name, key) for key in request["Keys"])
            self.units.read += sum(_read(item, is_consistent=request["ConsistentRead"]) for item in items)
        return super().batch_get_item(RequestItems=RequestItems)

    def query(self, **request: Any) -> Raw:
        answer = super().query(**request)
        is_index = request.get("IndexName") == "Due"
        sizes = [item_bytes(index_entry(item) or {} if is_index else item) for item in answer["Items"]]
        self.units.read += _read_units(sum(sizes), is_consistent=request.get("ConsistentRead", False))
        return answer

    def transact_write_items(self, *, TransactItems: list[Raw]) -> Raw:  # noqa: N803
        bodies = [next(iter(each.values())) for each in TransactItems]
        before = [self._item(body["TableName"], body.get("Key") or body["Item"]) for body in bodies]
        try:
            return super().transact_write_items(TransactItems=TransactItems)
        finally:
            after = [self._item(body["TableName"], body.get("Key") or body["Item"]) for body in bodies]
            self.units.written += sum(_written(*pair) for pair in zip(before, after, strict=True))

    def _item(self, table: str, key: Raw) -> Raw | None:
        return self._table(table).get((key["pk"]["S"], key["sk"]["S"]))

    def _called(self, name: str, answer: Raw) -> Raw:
        self.units.requests.append(name)
        return super()._called(name, answer)


@contextmanager
def metered_aws() -> Iterator[tuple[MemoryAws, MeteredTables]]:
    """An empty AWS in memory whose tables count."""
    with memory_aws() as memory:
        tables = MeteredTables()
        memory.tables = memory.clients["dynamodb"] = tables
        yield memory, tables


def _read(item: Mapping[str, Any] | None, *, is_consistent: bool) -> float:
    # Looking for what is not there costs as much as finding a small item.
    return _read_units(item_bytes(item) if item else 0, is_consistent=is_consistent)


def _read_units(size: int, *, is_consistent: bool) -> float:
    return max(1, -(-size // READ_BYTES)) * (1.0 if is_consistent else 0.5)


def _written(before: Raw | None, after: Raw | None) -> int:
    """The larger of an item before and after, twice; and what its index is written."""
    largest = max(item_bytes(item) if item else 0 for item in (before, after))
    return IN_A_TRANSACTION * max(1, -(-largest // WRITE_BYTES)) + _index_writes(
        index_entry(before), index_entry(after)
    )


def _index_writes(before: Raw | None, after: Raw | None) -> int:
    """An entry that moves is taken out and put in again."""
    if before == after:
        return 0
    return (before is not None) + (after is not None)

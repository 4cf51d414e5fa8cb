"""Tables whose transactions take time, and refuse each other where they meet on an item, as those of AWS do."""

from typing import Any

from botocore.exceptions import ClientError

from tests.support.memory_tables import MemoryTables, Raw
from tests.support.virtual_time import VirtualTime

READ_SECONDS, TRANSACTION_SECONDS = 0.004, 0.012
Place = tuple[str, str, str]


class ConflictingTables(MemoryTables):
    """A transaction holds its items for its 12 ms; one that meets a held item is told after as long."""

    def __init__(self, time: VirtualTime) -> None:
        super().__init__()
        self.time = time
        self.conflicts = 0
        self._held: set[Place] = set()

    def get_item(self, **request: Any) -> Raw:
        self.time.sleep(READ_SECONDS)
        return super().get_item(**request)

    def batch_get_item(self, **request: Any) -> Raw:
        self.time.sleep(READ_SECONDS)
        return super().batch_get_item(**request)

    def transact_write_items(self, *, TransactItems: list[Raw]) -> Raw:  # noqa: N803
        places = [_place(next(iter(each.values()))) for each in TransactItems]
        if self._held.intersection(places):
            self.conflicts += 1
            reasons = [{"Code": "TransactionConflict" if place in self._held else "None"} for place in places]
            self.time.sleep(TRANSACTION_SECONDS)
            error = {"Error": {"Code": "TransactionCanceledException"}, "CancellationReasons": reasons}
            raise ClientError(error, "TransactWriteItems")  # type: ignore[arg-type]
        self._held.update(places)
        try:
            self.time.sleep(TRANSACTION_SECONDS)
            return super().transact_write_items(TransactItems=TransactItems)
        finally:
            self._held.difference_update(places)


def _place(body: Raw) -> Place:
    key = body.get("Key") or body["Item"]
    return body["TableName"], key["pk"]["S"], key["sk"]["S"]

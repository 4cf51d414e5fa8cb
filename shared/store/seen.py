"""What was read of the tables so far, so that a batch of events reads each item once and all of them together."""

from collections.abc import Iterable, Mapping

from shared.store import dynamodb
from shared.store.attributes import Item
from shared.store.keys import Key


class Seen:
    """Items as they were read. What is written since must be forgotten, so that it is read again."""

    def __init__(self) -> None:
        self._items: dict[Key, Item] = {}
        self._asked: set[Key] = set()

    def of(self, wanted: Iterable[Key]) -> Mapping[Key, Item]:
        """Everything that was found, of what is wanted too."""
        missing = [key for key in wanted if key not in self._asked]
        if missing:
            self._items |= dynamodb.batch_get(missing)
            self._asked.update(missing)
        return self._items

    def forget(self, written: Iterable[Key]) -> None:
        for key in written:
            self._asked.discard(key)
            self._items.pop(key, None)

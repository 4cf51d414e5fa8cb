"""Storage: bytes as last measured, and the level that was told."""

from shared.domain.storage import Storage
from shared.store import keys
from shared.store.records import to_item
from shared.store.transaction import Condition, Transaction, absent, equal


def put_storage(transaction: Transaction, account_id: str, before: Storage | None, after: Storage) -> None:
    """Write it, if it still stands as it was read."""
    transaction.put(keys.storage(account_id, after.product), to_item(after), *_as_read(before), name="storage")


def check_storage(transaction: Transaction, account_id: str, product: str, storage: Storage | None) -> None:
    """Require that it still stands as it was read (None: that nothing was measured yet)."""
    transaction.check(keys.storage(account_id, product), *_as_read(storage), name="storage")


def _as_read(storage: Storage | None) -> list[Condition]:
    if storage is None:
        return [absent()]
    return [equal(name, getattr(storage, name)) for name in ("used_bytes", "measured_at", "measured_by", "level")]

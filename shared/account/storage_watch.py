"""Storage levels: told once per upward crossing, armed again below, whatever moves them (DESIGN 3, Storage)."""

from collections.abc import Mapping
from dataclasses import replace

from shared.account.books import Books
from shared.domain.activity import Actor, Event
from shared.domain.catalog import skus_of
from shared.domain.storage import LEVELS, Storage, allowance, level_of
from shared.ids import new_id
from shared.store import keys
from shared.store.accounts import check_account
from shared.store.activity import add_event
from shared.store.pools import check_owned
from shared.store.storage import check_storage, put_storage
from shared.store.transaction import Transaction


def allowed_bytes(books: Books, product: str, owned: Mapping[str, int] | None = None) -> int:
    """The allowance on the newest plan with the licenses owned, or with other numbers of some SKUs."""
    plan = books.account.newest_plan(product)
    numbers = {sku: pool.owned for sku, pool in books.pools.items()} | dict(owned or {})
    return allowance(plan, numbers) if plan else 0


def watch_storage(
    transaction: Transaction, books: Books, product: str, *, by: Actor, owned: Mapping[str, int] | None = None
) -> None:
    """Add to a change of plan, or of numbers `owned` by SKU, what it means for the level that was told."""
    storage = books.storages.get(product)
    if storage is None:
        check_storage(transaction, books.account_id, product, None)
        return
    check_allowance(transaction, books, product)
    note_level(transaction, books, storage, storage, allowed=allowed_bytes(books, product, owned), by=by)


def check_allowance(transaction: Transaction, books: Books, product: str) -> None:
    """Require that what the allowance adds up from is as it was read, where the transaction does not change it."""
    if keys.account(books.account_id) not in transaction:
        check_account(transaction, books.account)
    for sku in skus_of(product):
        if sku.carries_storage and keys.pool(books.account_id, sku.name) not in transaction:
            check_owned(transaction, books.account_id, books.pool(sku.name))


def note_level(
    transaction: Transaction, books: Books, before: Storage | None, after: Storage, *, allowed: int, by: Actor
) -> None:
    """Write what was measured with its level, and an event for each level newly crossed."""
    after = replace(after, level=level_of(after.used_bytes, allowed))
    if after == before:
        check_storage(transaction, books.account_id, after.product, before)
        return
    put_storage(transaction, books.account_id, before, after)
    told = before.level if before else 0
    for level in LEVELS:
        if told < level <= after.level:
            add_event(transaction, _crossed(books, after, level, allowed, by))


def _crossed(books: Books, storage: Storage, level: int, allowed: int, by: Actor) -> Event:
    after = {
        "product": storage.product, "level": level, "used_bytes": storage.used_bytes, "allowance_bytes": allowed,
        "measured_at": storage.measured_at,
    }  # fmt: skip
    return Event(new_id(), books.account_id, books.now, by, "storage.crossed", f"storage/{storage.product}", {}, after)

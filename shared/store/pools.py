"""Pools: what is owned changes by version, what is assigned by arithmetic that cannot go below zero."""

from shared.domain.pool import Pool
from shared.store import keys
from shared.store.records import to_item
from shared.store.transaction import Condition, Transaction, absent, present, unchanged


def change_owned(transaction: Transaction, account_id: str, before: Pool, after: Pool) -> None:
    """Write a change of what is owned, paid or lotted; seats taken in between do not disturb it."""
    key = keys.pool(account_id, after.sku)
    if before.version == 0:
        transaction.put(key, to_item(after), absent(), name="pool")
        return
    change = after.owned - before.owned
    fields = {name: value for name, value in to_item(after).items() if name in _OWNED_FIELDS}
    conditions = [unchanged(before.version)]
    if change < 0:
        conditions.append(Condition("available", ">=", -change))
    transaction.update(key, *conditions, set=fields, add={"owned": change, "available": change}, name="pool")


def renew_owned(transaction: Transaction, account_id: str, before: Pool, after: Pool) -> None:
    """Write a pool at renewal, if no seat of it was taken or given back since it was read."""
    conditions = [unchanged(before.version), Condition("assigned", "=", before.assigned)]
    transaction.put(keys.pool(account_id, after.sku), to_item(after), *conditions, name="pool")


def check_owned(transaction: Transaction, account_id: str, pool: Pool) -> None:
    """Require that what is owned is still as it was read."""
    transaction.check(keys.pool(account_id, pool.sku), unchanged(pool.version), name="pool")


def move_seats(transaction: Transaction, account_id: str, sku: str, count: int) -> None:
    """Take (positive) or give back (negative) seats of a pool, within `0 <= assigned <= owned`."""
    key = keys.pool(account_id, sku)
    rule = Condition("available", ">=", count) if count > 0 else Condition("assigned", ">=", -count)
    transaction.update(key, present(), rule, add={"assigned": count, "available": -count}, name=f"seats of {sku}")


_OWNED_FIELDS = ("paid_period_on", "paid_quantity", "lots", "version")

"""Pools against the orders, deletions and renewals that made them, and the seats that people hold."""

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from infra.operator.recount.difference import difference
from shared.clock import now_of
from shared.domain.account import Account
from shared.domain.activity import Event
from shared.domain.catalog import SKUS
from shared.domain.pool import Pool
from shared.domain.seat import User
from shared.store import dynamodb, keys
from shared.store.activity import events_since
from shared.store.records import from_item


def differences(account_id: str) -> Iterator[dict[str, Any]]:
    """Where `0 <= assigned <= owned` or a count does not hold."""
    pk, prefix = keys.pool(account_id, "")[1:]
    pools = [from_item(Pool, item) for item in dynamodb.query_all("Licenses", pk, prefix=prefix)]
    owned, held = _owned_by_history(account_id), seats_held(account_id)
    for sku in sorted(set(owned) | set(held) | {pool.sku for pool in pools}):
        pool = next((each for each in pools if each.sku == sku), Pool(sku))
        yield from _of_pool(pool, owned=owned[sku], held=held[sku])


def seats_held(account_id: str) -> Counter[str]:
    """Seats that users hold, by SKU."""
    prefix = keys.user(account_id, "").sk
    users = (from_item(User, i) for i in dynamodb.query_all("Users", keys.account(account_id).pk, prefix=prefix))
    return Counter(seat.sku for user in users for seat in user.seats.values())


def _of_pool(pool: Pool, *, owned: int, held: int) -> Iterator[dict[str, Any]]:
    subject = f"pool/{pool.sku}"
    if pool.owned != owned:
        yield difference("owned is what was bought less what was deleted", subject, recorded=pool.owned, counted=owned)
    if pool.assigned != held:
        yield difference("assigned is the seats held", subject, recorded=pool.assigned, counted=held)
    free = pool.owned - pool.assigned
    if pool.available != free or free < 0:
        yield difference("available is owned less assigned", subject, recorded=pool.available, counted=free)
    lots = sum(lot.quantity for lot in pool.lots)
    if SKUS[pool.sku].is_contracted and lots != pool.owned:
        yield difference("lots add up to owned", subject, recorded=pool.owned, counted=lots)


def _owned_by_history(account_id: str) -> Counter[str]:
    counted: Counter[str] = Counter()
    pk, prefix = keys.order(account_id, "")[1:]
    for order in dynamodb.query_all("Licenses", pk, prefix=prefix):
        if order["stored_status"] == "active":
            counted[order["sku"]] += order["quantity"]
    for event in _events_of(account_id):
        if event.event_type == "licenses.deleted":
            counted[event.after["sku"]] -= event.after["quantity"]
        if event.event_type in ("term.renewed", "term.ended"):
            for sku, before in event.before["licenses"].items():
                renewed = {each["sku"]: each["quantity"] for each in event.after["licenses"]}
                counted[sku] += renewed.get(sku, 0) - before
    return counted


def _events_of(account_id: str) -> Iterator[Event]:
    """Every activity event of an account, from its opening."""
    opened = dynamodb.get(keys.account(account_id))
    if opened is None:
        return iter(())
    account = from_item(Account, opened)
    return events_since(account_id, account.opened_at, now_of(account) + timedelta(days=1))

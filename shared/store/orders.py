"""Orders: the record, and beside it the pending item that stands until the order is signed, cancelled or expired."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from shared.domain.account import Account
from shared.domain.order import SIGN_WITHIN, Order, next_pending_due
from shared.store import dynamodb, keys
from shared.store.attributes import Item
from shared.store.due import PENDING, due
from shared.store.records import from_item, to_item
from shared.store.transaction import Condition, Transaction, absent, equal, present


@dataclass(frozen=True)
class WaitingOrder:
    """An order that waits for its signature, when it expires, and when it wants attention next."""

    order: Order
    expires_at: datetime
    due_at: datetime


def put_order(transaction: Transaction, account: Account, order: Order) -> None:
    """Write a new order, and its pending item if it waits for a signature."""
    transaction.put(keys.order(account.account_id, order.order_id), to_item(order), absent(), name="order")
    if order.expires_at is not None and order.stored_status == "pending_signature":
        put_pending(transaction, account, order, next_pending_due(order.expires_at, order.placed_at))


def put_pending(transaction: Transaction, account: Account, order: Order, due_at: datetime) -> None:
    item = to_item(order) | due(account, PENDING, due_at)
    transaction.put(keys.pending(account.account_id, order.order_id), item, name="pending")


def move_due(transaction: Transaction, account: Account, waiting: WaitingOrder, due_at: datetime) -> None:
    """Note that what was due of a waiting order is done, and when it is due next."""
    key = keys.pending(account.account_id, waiting.order.order_id)
    transaction.update(key, equal("due_at", waiting.due_at), set={"due_at": due_at}, name="pending")


def settle_order(transaction: Transaction, account_id: str, settled: Order, *conditions: Condition) -> None:
    """Write the end of a pending order: only one of signature, cancellation and expiry can."""
    waiting = equal("stored_status", "pending_signature")
    key = keys.order(account_id, settled.order_id)
    changed = {"stored_status": settled.stored_status, "activated_at": settled.activated_at}
    transaction.update(key, waiting, *conditions, set=changed, name="order")
    transaction.delete(keys.pending(account_id, settled.order_id), present(), name="pending")


def pending_orders(account_id: str, now: datetime) -> list[Order]:
    """The orders that wait for a signature and have not expired, newest first."""
    orders = [waiting.order for waiting in reversed(waiting_orders(account_id))]
    return [order for order in orders if order.status_at(now) == "pending_signature"]


def activated_since(account_id: str, since: datetime) -> Iterator[Order]:
    """The orders that became active after an instant; one is signed within 720 hours or never."""
    pk, prefix = keys.order(account_id, "")[1:]
    for item in dynamodb.query_all("Licenses", pk, prefix=prefix, newest_first=True):
        order = from_item(Order, item)
        if order.placed_at <= since - SIGN_WITHIN:
            return
        if order.activated_at and order.activated_at > since:
            yield order


def waiting_orders(account_id: str) -> list[WaitingOrder]:
    """The orders that are stored as waiting, oldest first, also those that have run out by now."""
    pk, prefix = keys.pending(account_id, "")[1:]
    return [_waiting(item) for item in dynamodb.query_all("Licenses", pk, prefix=prefix)]


def _waiting(item: Item) -> WaitingOrder:
    expires_at, due_at = (datetime.fromisoformat(item[name]) for name in ("expires_at", "due_at"))
    return WaitingOrder(from_item(Order, item), expires_at, due_at)

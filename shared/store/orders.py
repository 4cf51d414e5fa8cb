"""Orders: the record, and beside it the pending item that stands until the order is signed, cancelled or expired."""

from datetime import datetime

from shared.domain.account import Account
from shared.domain.order import Order, next_pending_due
from shared.store import dynamodb, keys
from shared.store.due import PENDING, due
from shared.store.records import from_item, to_item
from shared.store.transaction import Condition, Transaction, absent, equal, present


def put_order(transaction: Transaction, account: Account, order: Order) -> None:
    """Write a new order, and its pending item if it waits for a signature."""
    transaction.put(keys.order(account.account_id, order.order_id), to_item(order), absent(), name="order")
    if order.expires_at is not None and order.stored_status == "pending_signature":
        put_pending(transaction, account, order, next_pending_due(order.expires_at, order.placed_at))


def put_pending(transaction: Transaction, account: Account, order: Order, due_at: datetime) -> None:
    item = to_item(order) | due(account, PENDING, due_at)
    transaction.put(keys.pending(account.account_id, order.order_id), item, name="pending")


def settle_order(transaction: Transaction, account_id: str, settled: Order, *conditions: Condition) -> None:
    """Write the end of a pending order: only one of signature, cancellation and expiry can."""
    waiting = equal("stored_status", "pending_signature")
    key = keys.order(account_id, settled.order_id)
    changed = {"stored_status": settled.stored_status, "activated_at": settled.activated_at}
    transaction.update(key, waiting, *conditions, set=changed, name="order")
    transaction.delete(keys.pending(account_id, settled.order_id), present(), name="pending")


def pending_orders(account_id: str, now: datetime) -> list[Order]:
    """The orders that wait for a signature and have not expired, newest first."""
    pk, prefix = keys.pending(account_id, "")[1:]
    items = dynamodb.query_all("Licenses", pk, prefix=prefix, newest_first=True)
    orders = [from_item(Order, item) for item in items]
    return [order for order in orders if order.status_at(now) == "pending_signature"]

"""An order that is to be signed or cancelled: read with the change, and whether it still waits."""

from datetime import datetime

from shared.account.change import Change
from shared.domain.order import Order
from shared.errors import Impossible, Unknown
from shared.store import keys
from shared.store.records import from_item

_SETTLED = {
    "active": "There is nothing left to sign or to cancel.",
    "cancelled": "If the licenses are still wanted, order again from a new quote.",
    "expired": "Order again from a new quote.",
}


def order_in(change: Change, order_id: str) -> Order:
    """The order among what the change has read. Raises Unknown."""
    item = change.items.get(keys.order(change.call.account_id, order_id))
    if item is None:
        raise Unknown("order")
    return from_item(Order, item)


def check_pending(order: Order, now: datetime) -> None:
    """Impossible `order_not_pending` where it waits for no signature any more, with what to do instead."""
    status = order.status_at(now)
    if status != "pending_signature":
        said = f"This order is {status}; it waits for no signature. {_SETTLED[status]}"
        raise Impossible("order_not_pending", said)

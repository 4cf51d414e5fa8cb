"""An order as the API shows it."""

from datetime import datetime

from shared.domain.order import Order
from shared.store.attributes import Item


def shown_order(order: Order, now: datetime) -> Item:
    """The fields of an order, with the status that it has by now."""
    return {
        "order_id": order.order_id, "sku": order.sku, "quantity": order.quantity, "currency": order.currency,
        "unit_price": order.unit_price, "status": order.status_at(now), "placed_at": order.placed_at.isoformat(),
        "expires_at": order.expires_at.isoformat() if order.expires_at else None,
        "activated_at": order.activated_at.isoformat() if order.activated_at else None,
        "contract_id": order.contract_id, "document_sha256": order.document_sha256,
    }  # fmt: skip

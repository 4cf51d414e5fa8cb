"""What activity tells of an order."""

from shared.domain.order import Order
from shared.store.attributes import Item
from shared.store.records import to_item

_NAMES = (
    "order_id", "sku", "plan", "quantity", "unit_price", "price_version", "currency", "contract_id",
    "document_sha256", "placed_at", "expires_at", "activated_at",
)  # fmt: skip


def told(order: Order) -> Item:
    """What an event tells of an order."""
    return {name: value for name, value in to_item(order).items() if name in _NAMES} | {"status": order.stored_status}

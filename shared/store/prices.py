"""Price lists: all versions of a plan and currency are one item, so one read tells any price of any day."""

from collections.abc import Mapping

from shared.domain.price import PriceList
from shared.store import dynamodb, keys
from shared.store.attributes import Item
from shared.store.keys import Key
from shared.store.records import from_item


def price_list(plan: str, currency: str) -> PriceList:
    """The list of a plan in a currency, empty if no price was ever loaded."""
    item = dynamodb.get(keys.prices(plan, currency))
    return from_item(PriceList, item) if item else PriceList(plan, currency)


def price_lists(plans: list[str], currency: str) -> dict[str, PriceList]:
    """The lists of several plans, by plan, in one request."""
    items = dynamodb.batch_get(keys.prices(plan, currency) for plan in plans) if plans else {}
    return {plan: list_in(items, plan, currency) for plan in plans}


def list_in(items: Mapping[Key, Item], plan: str, currency: str) -> PriceList:
    """A list among what was read."""
    key = keys.prices(plan, currency)
    return from_item(PriceList, items[key]) if key in items else PriceList(plan, currency)

"""Price lists: all versions of a plan and currency are one item, so one read tells any price of any day."""

from shared.domain.price import PriceList
from shared.store import dynamodb, keys
from shared.store.records import from_item


def price_list(plan: str, currency: str) -> PriceList:
    """The list of a plan in a currency, empty if no price was ever loaded."""
    item = dynamodb.get(keys.prices(plan, currency))
    return from_item(PriceList, item) if item else PriceList(plan, currency)


def price_lists(plans: list[str], currency: str) -> dict[str, PriceList]:
    """The lists of several plans, by plan, in one request."""
    wanted = {plan: keys.prices(plan, currency) for plan in plans}
    items = dynamodb.batch_get(wanted.values()) if wanted else {}
    return {
        plan: from_item(PriceList, items[key]) if key in items else PriceList(plan, currency)
        for plan, key in wanted.items()
    }

"""Sample prices: every SKU of every plan, in three currencies of different exponents."""

from datetime import date

from shared.account.price_loading import NewPrice, load_prices
from shared.domain.catalog import PLANS, skus_sold_on
from shared.store.prices import price_list

SINCE = date(2020, 1, 1)
GBP = {
    "jobs-contracted": 2000, "jobs-rolling": 2600, "jobs-daily": 250, "sales-person-contracted": 4500,
    "sales-person-rolling": 5200, "sales-support-contracted": 1500, "sales-support-rolling": 1900,
}  # fmt: skip
# Minor units of each currency for a penny: a yen has none, a dinar has a thousand.
PER_PENNY = {"GBP": 1, "EUR": 1, "AUD": 2, "USD": 1, "JPY": 2, "KWD": 4}


def load_sample_prices() -> None:
    """Load the lists that are empty."""
    for plan in PLANS.values():
        for currency, factor in PER_PENNY.items():
            if not price_list(plan.name, currency).prices:
                load_prices([
                    NewPrice(plan.name, sku.name, currency, GBP[sku.name] * factor, SINCE)
                    for sku in skus_sold_on(plan)
                ])  # fmt: skip

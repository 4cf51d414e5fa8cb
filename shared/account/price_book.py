"""Price lists read while one run works, each once: every account on a plan shares them."""

from datetime import date

from shared.domain.account import Account
from shared.domain.catalog import PRODUCTS, Sku
from shared.domain.price import Price, PriceList
from shared.store.prices import price_lists


class NoPrice(Exception):
    """A license is owned that the list has no price for on a day it is charged for."""


class PriceBook:
    """The lists seen so far. Made for one run and thrown away after it."""

    def __init__(self) -> None:
        self._lists: dict[tuple[str, str], PriceList] = {}

    def find(self, account: Account, sku: Sku, day: date) -> Price | None:
        """The list price of a SKU on a day, on the plan of that day; None where the list has none."""
        plan = account.plan_on(sku.product, day)
        if plan is None:
            return None
        key = (plan.name, account.currency)
        if key not in self._lists:
            self._read(account, day)
        return self._lists[key].on(sku.name, day)

    def _read(self, account: Account, day: date) -> None:
        """Read the lists of all the account's plans at once: whoever needs one soon needs the other."""
        plans = [plan.name for product in PRODUCTS if (plan := account.plan_on(product, day))]
        found = price_lists(plans, account.currency)
        self._lists |= {(plan, account.currency): prices for plan, prices in found.items()}

    def price_on(self, account: Account, sku: Sku, day: date) -> Price:
        """The list price of a SKU on a day. Raises NoPrice where there is none."""
        price = self.find(account, sku, day)
        if price is None:
            raise NoPrice(f"{sku.name} has no price in {account.currency} on {day}")
        return price

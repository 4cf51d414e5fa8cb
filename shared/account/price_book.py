"""Price lists read while one run works, each once: every account on a plan shares them."""

from collections.abc import Iterable, Mapping
from datetime import date

from shared.domain.account import Account
from shared.domain.catalog import PRODUCTS, Sku
from shared.domain.price import Price, PriceList
from shared.store import keys
from shared.store.attributes import Item
from shared.store.keys import Key
from shared.store.prices import list_in, price_lists

MOST_AHEAD = 8
PlanIn = tuple[str, str]
"""A plan, and a currency."""


class NoPrice(Exception):
    """A license is owned that the list has no price for on a day it is charged for."""


class PriceBook:
    """The lists seen so far. Made for one run and thrown away after it.

    `usual` outlives it: which lists runs ask for, not what stood in them, so that the next run reads them at once with
    its first account.
    """

    def __init__(self, usual: dict[PlanIn, None] | None = None) -> None:
        self._lists: dict[PlanIn, PriceList] = {}
        self._usual = {} if usual is None else usual

    def ahead(self) -> list[Key]:
        """Lists that will be asked for, to be read together with something else."""
        return [keys.prices(*each) for each in self._missing()]

    def take_in(self, items: Mapping[Key, Item]) -> None:
        """Keep what was read of `ahead`."""
        self._lists |= {each: list_in(items, *each) for each in self._missing()}

    def find(self, account: Account, sku: Sku, day: date) -> Price | None:
        """The list price of a SKU on a day, on the plan of that day; None where the list has none."""
        plan = account.plan_on(sku.product, day)
        if plan is None:
            return None
        key = (plan.name, account.currency)
        if key not in self._lists:
            self._read(account, day)
        return self._lists[key].on(sku.name, day)

    def price_on(self, account: Account, sku: Sku, day: date) -> Price:
        """The list price of a SKU on a day. Raises NoPrice where there is none."""
        price = self.find(account, sku, day)
        if price is None:
            raise NoPrice(f"{sku.name} has no price in {account.currency} on {day}")
        return price

    def _read(self, account: Account, day: date) -> None:
        """Read the lists of all the account's plans at once: whoever needs one soon needs the other."""
        plans = [plan.name for product in PRODUCTS if (plan := account.plan_on(product, day))]
        found = price_lists(plans, account.currency)
        self._lists |= {(plan, account.currency): prices for plan, prices in found.items()}
        self._usual |= dict.fromkeys((plan, account.currency) for plan in plans)

    def _missing(self) -> Iterable[PlanIn]:
        return [each for each in list(self._usual)[-MOST_AHEAD:] if each not in self._lists]

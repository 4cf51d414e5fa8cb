"""Whether a seat is worth its license: not used at all, or cheaper under the other commitment (DESIGN 3)."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from shared.account.books import Books
from shared.account.price_book import NoPrice, PriceBook
from shared.domain.calendar import BillingMonth
from shared.domain.catalog import SKUS, Sku, sells
from shared.domain.utilization import Advice, Window, cheaper_commitment, unused_seat

DAILY, ROLLING = SKUS["jobs-daily"], SKUS["jobs-rolling"]


@dataclass(frozen=True)
class SeatCosts:
    """What a license of an account costs over the days looked at. Raises NoPrice where a list has none."""

    books: Books
    window: Window
    prices: PriceBook
    _months: dict[str, int] = field(default_factory=dict, init=False)

    def of_month(self, sku: Sku) -> int:
        """A license paid by the month: a contracted one at the lowest price signed, a rolling one at the list's."""
        # The same for every seat of a SKU.
        if sku.name not in self._months:
            self._months[sku.name] = self._worked_out(sku)
        return self._months[sku.name]

    def of_days(self, used: list[date]) -> int:
        """A daily license used on these days."""
        return sum(self._list_price(DAILY, day) for day in used)

    def drop_on(self, sku: Sku) -> date | None:
        """When a contracted license can be dropped; any other at once."""
        term = self.books.terms.get(sku.product)
        return term.ends_before if term and sku.is_contracted else None

    def sells_both(self) -> bool:
        """Whether the product can be had by the day as well as by the month."""
        plan = self.books.plan_for(DAILY)
        return plan is not None and sells(plan, DAILY) and sells(plan, ROLLING)

    def _worked_out(self, sku: Sku) -> int:
        if sku.is_contracted:
            lowest = min(lot.unit_price for lot in self.books.pool(sku.name).lots)
            return self.window.monthly_cost(lambda _: lowest)
        return self.window.monthly_cost(lambda month: self._month_price(sku, month))

    def _month_price(self, sku: Sku, month: BillingMonth) -> int:
        """That of the month's first day, as it is charged; of a product taken up since, that of the first day known."""
        price = self.prices.find(self.books.account, sku, month.starts_on)
        return price.unit_price if price else self._list_price(sku, max(month.starts_on, self.window.starts_on))

    def _list_price(self, sku: Sku, day: date) -> int:
        return self.prices.price_on(self.books.account, sku, day).unit_price


def seat_advice(costs: SeatCosts, user_id: str, sku_name: str, used: list[date]) -> Iterator[Advice]:
    """What one seat held all the time comes to, with the days on which its user did something."""
    sku = SKUS[sku_name]
    try:
        if not used and not sku.is_daily:
            yield unused_seat(costs.window, sku.name, user_id, costs.of_month(sku), drop_on=costs.drop_on(sku))
        elif sku in (DAILY, ROLLING) and costs.sells_both():
            yield from _other_commitment(costs, user_id, sku, used)
    except NoPrice:
        return  # what has no price cannot be compared


def _other_commitment(costs: SeatCosts, user_id: str, sku: Sku, used: list[date]) -> Iterator[Advice]:
    advice = cheaper_commitment(
        costs.window, sku.name, user_id, used_days=len(used), daily_cost=costs.of_days(used),
        rolling_cost=costs.of_month(ROLLING), is_daily=sku.is_daily,
    )  # fmt: skip
    if advice:
        yield advice

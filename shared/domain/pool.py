"""Pools: the licenses of one SKU in one account, and the lots of contracted ones (DESIGN 1, 3)."""

from dataclasses import dataclass, replace
from datetime import date

MOST_LOTS = 80


@dataclass(frozen=True)
class Lot:
    """Contracted licenses signed for at one price (minor units per month)."""

    unit_price: int
    price_version: int
    quantity: int


@dataclass(frozen=True)
class Pool:
    """`available` is always `owned - assigned`. `paid_quantity` counts what was charged for the month `paid_period_on`.

    `version` counts changes of what is owned or paid, not of what is assigned.
    """

    sku: str
    owned: int = 0
    assigned: int = 0
    available: int = 0
    paid_period_on: date | None = None
    paid_quantity: int = 0
    lots: tuple[Lot, ...] = ()
    version: int = 0

    def paid_in(self, month_starts_on: date) -> int:
        """How many licenses were already charged for in a month."""
        return self.paid_quantity if self.paid_period_on == month_starts_on else 0

    def newly_charged(self, quantity: int, month_starts_on: date) -> int:
        """How many of so many more rolling licenses are to be charged in this month."""
        return max(0, self.owned + quantity - self.paid_in(month_starts_on))

    def with_more(self, quantity: int) -> "Pool":
        return replace(self, owned=self.owned + quantity, available=self.available + quantity, version=self.version + 1)

    def with_lot(self, lot: Lot) -> "Pool":
        """The contracted pool after a signed order; lots of equal price merge."""
        return replace(self.with_more(lot.quantity), lots=merged(self.lots, lot))

    def with_paid(self, month_starts_on: date, quantity: int) -> "Pool":
        """The rolling pool after so many of its licenses were charged for a month."""
        paid = self.paid_in(month_starts_on) + quantity
        return replace(self, paid_period_on=month_starts_on, paid_quantity=paid)

    def renewed(self, quantity: int, lot: Lot) -> "Pool":
        """The contracted pool after a renewal: one lot at one price."""
        lots = (lot,) if quantity else ()
        return replace(self, owned=quantity, available=quantity - self.assigned, lots=lots, version=self.version + 1)


def merged(lots: tuple[Lot, ...], added: Lot) -> tuple[Lot, ...]:
    """The lots with one more; where a lot of that price stands, it grows."""
    for index, lot in enumerate(lots):
        if lot.unit_price == added.unit_price:
            grown = replace(lot, quantity=lot.quantity + added.quantity)
            return (*lots[:index], grown, *lots[index + 1 :])
    return (*lots, added)

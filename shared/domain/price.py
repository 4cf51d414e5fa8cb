"""Prices: a list per plan and currency, append-only; the version in force on a day counts (DESIGN 2)."""

from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True)
class Price:
    """A unit price in minor units per month (or per used day) and its version."""

    unit_price: int
    version: int
    effective_from: date


@dataclass(frozen=True)
class PriceList:
    """All price versions of one plan in one currency, by SKU."""

    plan: str
    currency: str
    prices: dict[str, tuple[Price, ...]] = field(default_factory=dict)

    def on(self, sku: str, day: date) -> Price | None:
        """The price in force on a day: the latest date, and of equal dates the higher version."""
        known = [price for price in self.prices.get(sku, ()) if price.effective_from <= day]
        return max(known, key=lambda price: (price.effective_from, price.version), default=None)

    def has(self, sku: str) -> bool:
        return bool(self.prices.get(sku))

    def with_price(self, sku: str, unit_price: int, effective_from: date) -> "PriceList":
        """The list with one version more; versions rise per plan, SKU and currency."""
        before = self.prices.get(sku, ())
        added = Price(unit_price, len(before) + 1, effective_from)
        return PriceList(self.plan, self.currency, {**self.prices, sku: (*before, added)})

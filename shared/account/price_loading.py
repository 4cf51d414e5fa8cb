"""Load prices: append-only versions per plan, SKU and currency, at least two days ahead (DESIGN 2)."""

from dataclasses import dataclass
from datetime import date, timedelta

from shared.account.again import persistently
from shared.clock import real_now
from shared.config import is_local
from shared.domain.catalog import PLANS, SKUS, sells
from shared.domain.money import EXPONENTS
from shared.domain.price import PriceList
from shared.errors import Invalid
from shared.store import dynamodb, keys
from shared.store.records import found, to_item
from shared.store.transaction import Transaction, equal

AHEAD = timedelta(days=2)


@dataclass(frozen=True)
class NewPrice:
    """A price to be loaded; `effective_from` is a local date of each account."""

    plan: str
    sku: str
    currency: str
    unit_price: int
    effective_from: date


@dataclass(frozen=True)
class LoadedPrice:
    """A price as it was loaded, with its version."""

    plan: str
    sku: str
    currency: str
    unit_price: int
    effective_from: date
    version: int


def load_prices(prices: list[NewPrice]) -> list[LoadedPrice]:
    """Append prices, list by list. Invalid names the row and field, before anything is written."""
    for index, price in enumerate(prices):
        _check(price, f"[{index}].")
    by_list: dict[tuple[str, str], list[NewPrice]] = {}
    for price in prices:
        by_list.setdefault((price.plan, price.currency), []).append(price)
    known = {place: _read(*place)[0] for place in by_list}
    for index, price in enumerate(prices):
        _check_date(known[price.plan, price.currency], price, f"[{index}].")
    return [loaded for (plan, currency), rows in by_list.items() for loaded in _append(plan, currency, rows)]


def _append(plan: str, currency: str, rows: list[NewPrice]) -> list[LoadedPrice]:
    loaded: list[LoadedPrice] = []

    def write() -> bool:
        prices, revision = _read(plan, currency)
        loaded.clear()
        for row in rows:
            prices = prices.with_price(row.sku, row.unit_price, row.effective_from)
            version = prices.prices[row.sku][-1].version
            loaded.append(LoadedPrice(plan, row.sku, currency, row.unit_price, row.effective_from, version))
        transaction = Transaction()
        item = to_item(prices) | {"revision": revision + 1}
        transaction.put(keys.prices(plan, currency), item, equal("revision", revision or None), name="prices")
        transaction.commit()
        return True

    persistently(write)
    return loaded


def _read(plan: str, currency: str) -> tuple[PriceList, int]:
    item = dynamodb.get(keys.prices(plan, currency))
    return found(PriceList, item) or PriceList(plan, currency), item["revision"] if item else 0


def _check(price: NewPrice, at: str) -> None:
    if price.plan not in PLANS:
        raise Invalid({f"{at}plan": "is no plan"})
    if price.sku not in SKUS or not sells(PLANS[price.plan], SKUS[price.sku]):
        raise Invalid({f"{at}sku": f"is not sold on {price.plan}"})
    if price.currency not in EXPONENTS:
        raise Invalid({f"{at}currency": "is no currency that accounts can have"})
    if not 0 < price.unit_price < 10**9:
        raise Invalid({f"{at}unit_price": "takes 1 to 999999999 minor units"})


def _check_date(known: PriceList, row: NewPrice, at: str) -> None:
    earliest = real_now().date() + AHEAD
    if known.has(row.sku) and row.effective_from < earliest and not is_local():
        message = f"must be {earliest} or later; only a SKU's first price may be sooner"
        raise Invalid({f"{at}effective_from": message})

"""A company as the model knows it: plain values in the words of the business, and the questions asked of them."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from shared.domain.catalog import PLANS, SKUS, sells
from tests.unit.model.days import Month, ZoneSince, begin_of, local_day, month_with
from tests.unit.model.ledger import Invoice, Line
from tests.unit.model.people import Person
from tests.unit.model.prices import Prices
from tests.unit.model.purchases import Order, Quote
from tests.unit.model.usage import Usage


class No(Exception):
    """What a call is to be refused with."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass
class Pool:
    """Licenses of one SKU; `lots` are price and number of contracted ones, `paid` what the month `paid_on` has paid."""

    owned: int = 0
    lots: list[tuple[int, int]] = field(default_factory=list)
    paid_on: date | None = None
    paid: int = 0


@dataclass
class Term:
    """Twelve months of a product's contracted licenses; `wishes` are numbers set for the next ones."""

    anchor: date
    starts_on: date
    ends_before: date
    years: int = 1
    wishes: dict[str, int] = field(default_factory=dict)


@dataclass
class RenewalNumber:
    """What renews of a SKU. Its edition is the term that renews, and the number that is set."""

    company: "Company"
    sku: str

    @property
    def edition(self) -> tuple[date, int | None]:
        term = self.company.terms[SKUS[self.sku].product]
        return term.starts_on, term.wishes.get(self.sku)

    @property
    def seen(self) -> tuple[Any, str] | None:
        return self.company.seen_numbers.get(self.sku)

    @seen.setter
    def seen(self, seen: tuple[Any, str] | None) -> None:
        self.company.seen_numbers[self.sku] = seen


@dataclass
class Storage:
    """What was measured last, by which event, and the level told of."""

    used: int
    measured: tuple[datetime, str]
    level: int = 0


@dataclass
class Company:
    """One account. `told` counts activity by type, `mails` those to be sent by kind."""

    account_id: str
    now: datetime
    is_sandbox: bool
    prices: Prices
    zones: list[ZoneSince]
    plans: dict[str, list[tuple[date, str]]]
    billing_day: int
    next_month_on: date
    closed_on: date
    facts: dict[str, Any]
    tax: int = 0
    edition: int = 0
    seen: tuple[int, str] | None = None
    seen_numbers: dict[str, tuple[Any, str] | None] = field(default_factory=dict)
    pools: dict[str, Pool] = field(default_factory=dict)
    terms: dict[str, Term] = field(default_factory=dict)
    people: list[Person] = field(default_factory=list)
    quotes: list[Quote] = field(default_factory=list)
    orders: list[Order] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    credited: set[int] = field(default_factory=set)
    invoices: list[Invoice] = field(default_factory=list)
    storages: dict[str, Storage] = field(default_factory=dict)
    usage: Usage = field(default_factory=Usage)
    told: Counter[str] = field(default_factory=Counter)
    mails: Counter[str] = field(default_factory=Counter)

    @property
    def today(self) -> date:
        return self.day_of(self.now)

    def tell(self, event_type: str, mail: str | None = None) -> None:
        """Activity of a type, and the mail that it brings."""
        self.told[event_type] += 1
        if mail:
            self.mails[mail] += 1

    def day_of(self, instant: datetime) -> date:
        return local_day(self.zones, instant)

    def begin_of(self, day: date) -> datetime:
        return begin_of(self.zones, day)

    def month(self, day: date) -> Month:
        return month_with(day, self.billing_day)

    def plan_on(self, product: str, day: date) -> str | None:
        known = [plan for since, plan in self.plans.get(product, []) if since <= day]
        return known[-1] if known else None

    def newest_plan(self, product: str) -> str | None:
        return self.plans[product][-1][1] if product in self.plans else None

    def price(self, sku: str, day: date) -> int | None:
        """The list price on a day, on the plan of that day."""
        plan = self.plan_on(SKUS[sku].product, day)
        found = self.prices.on(plan, sku, day) if plan else None
        return found[0] if found else None

    def sells(self, sku: str) -> bool:
        """Whether a SKU can be bought: on today's plan, and on the one that is to come."""
        product = SKUS[sku].product
        plans = (self.plan_on(product, self.today), self.newest_plan(product))
        return all(plan and sells(PLANS[plan], SKUS[sku]) for plan in plans)

    def has_price_to_come(self, sku: str) -> bool:
        """Whether the newest plan has a price from its first day on; contracted licenses keep theirs."""
        since, plan = self.plans[SKUS[sku].product][-1]
        is_needed = since > self.today and not SKUS[sku].is_contracted
        return not is_needed or self.prices.on(plan, sku, since) is not None

    def owned(self, sku: str) -> int:
        return self.pools[sku].owned if sku in self.pools else 0

    def assigned(self, sku: str) -> int:
        return sum(seat.sku == sku for person in self.people for seat in person.seats.values())

    def free(self, sku: str) -> int:
        return self.owned(sku) - self.assigned(sku)

    def allowance(self, product: str) -> int:
        """Bytes that the newest plan allows for the licenses owned."""
        plan = self.newest_plan(product)
        counted = sum(self.owned(s.name) for s in SKUS.values() if s.product == product and s.carries_storage)
        return counted * PLANS[plan].storage_bytes if plan else 0

    def pending(self) -> list[Order]:
        return [order for order in self.orders if order.status(self.now) == "pending_signature"]

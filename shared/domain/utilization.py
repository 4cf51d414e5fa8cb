"""Utilization: where an account pays for what it does not use, with the sum and how it was worked out (DESIGN 3)."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction
from functools import cached_property
from itertools import accumulate
from typing import Literal

from shared.domain.calendar import ONE_DAY, BillingMonth, month_holding
from shared.domain.money import in_major_units, round_half_up

LOOKED_AT = timedelta(days=30)
Span = tuple[datetime, datetime | None]
"""A seat held from an instant until another, None for one still held."""
AdviceKind = Literal["unused_seat", "daily_is_cheaper", "rolling_is_cheaper", "lower_renewal"]


@dataclass(frozen=True)
class Advice:
    """One way to pay less. `saving` is in minor units: of the days looked at, or each month from the renewal on."""

    kind: AdviceKind
    sku: str
    user_id: str | None
    days: int
    saving: int
    explanation: str


@dataclass(frozen=True)
class Window:
    """The 30 whole days before today, and what they cost."""

    today: date
    billing_day: int
    currency: str

    @property
    def starts_on(self) -> date:
        return self.today - LOOKED_AT

    @property
    def dates(self) -> list[date]:
        return [self.starts_on + ONE_DAY * day for day in range(LOOKED_AT.days)]

    @cached_property
    def days_of_months(self) -> Counter[BillingMonth]:
        """How many of the days lie in each billing month."""
        return Counter(month_holding(day, self.billing_day) for day in self.dates)

    def monthly_cost(self, unit_price_in: Callable[[BillingMonth], int]) -> int:
        """What one license costs over these days, each a part of its billing month at that month's price."""
        parts = (Fraction(unit_price_in(month) * days, month.days) for month, days in self.days_of_months.items())
        return round_half_up(sum(parts, Fraction(0)))

    def in_words(self, amount: int) -> str:
        return f"{in_major_units(amount, self.currency)} {self.currency}"


def unused_seat(window: Window, sku: str, user_id: str, cost: int, *, drop_on: date | None) -> Advice:
    """A seat that nobody used for all of these days; a contracted one can be dropped at its renewal alone."""
    how = f"lower the renewal number before {drop_on}" if drop_on else "delete the license"
    text = (
        f"No diary event or desktop log-in on any of the {LOOKED_AT.days} days from {window.starts_on}; "
        f"the license costs {window.in_words(cost)} for that time: take the seat back and {how}."
    )
    return Advice("unused_seat", sku, user_id, LOOKED_AT.days, cost, text)


def cheaper_commitment(
    window: Window, sku: str, user_id: str, *, used_days: int, daily_cost: int, rolling_cost: int, is_daily: bool
) -> Advice | None:
    """The other of daily and rolling, if it would have been cheaper over these days."""
    saving = daily_cost - rolling_cost if is_daily else rolling_cost - daily_cost
    if saving <= 0:
        return None
    text = (
        f"{used_days} used day(s) in the {LOOKED_AT.days} days from {window.starts_on}: "
        f"daily {window.in_words(daily_cost)}, rolling {window.in_words(rolling_cost)}; "
        f"{'rolling' if is_daily else 'daily'} saves {window.in_words(saving)}."
    )
    return Advice("rolling_is_cheaper" if is_daily else "daily_is_cheaper", sku, user_id, LOOKED_AT.days, saving, text)


def lower_renewal(
    window: Window, sku: str, *, owned: int, least_available: int, renews: int, unit_price: int, applies_on: date
) -> Advice | None:
    """A lower number for the next term, where more would renew than were ever held in these days."""
    needed = owned - least_available
    if renews <= needed:
        return None
    saving = (renews - needed) * unit_price
    text = (
        f"Of {owned} owned, at least {least_available} were free on each of the {LOOKED_AT.days} days from "
        f"{window.starts_on}: set the renewal number to {needed} instead of {renews} before {applies_on}; saves "
        f"{renews - needed} x {window.in_words(unit_price)} = {window.in_words(saving)} a month."
    )
    return Advice("lower_renewal", sku, None, LOOKED_AT.days, saving, text)


def least_available(*, owned: int, bought: Mapping[datetime, int], held: Iterable[Span], since: datetime) -> int:
    """The fewest free licenses since an instant; `bought` by when it was added."""
    changes: dict[datetime, int] = {since: owned}
    for at, quantity in bought.items():
        if at > since:
            changes[since] -= quantity
            changes[at] = changes.get(at, 0) + quantity
    for from_at, until_at in held:
        if until_at is None or until_at > since:
            changes[max(from_at, since)] = changes.get(max(from_at, since), 0) - 1
            if until_at:
                changes[until_at] = changes.get(until_at, 0) + 1
    return min(accumulate(changes[at] for at in sorted(changes)))

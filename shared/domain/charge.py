"""Charges: immutable ledger lines, each with a natural key, a sum and the rule behind it (DESIGN 3, Billing month)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal

from shared.domain.calendar import BillingMonth, billing_date_after, month_holding
from shared.domain.money import prorated

ChargeKind = Literal["month", "part_month", "day", "credit"]


@dataclass(frozen=True)
class Charge:
    """One line. `charge_id` starts with the service date and names what is charged, so it cannot be charged twice.

    `arises_on` and `bills_on` are local dates; sums are minor units; `credits` names the line that a credit takes back.
    """

    charge_id: str
    kind: ChargeKind
    sku: str
    starts_on: date
    ends_before: date
    quantity: int
    days: int
    days_in_month: int
    unit_price: int
    price_version: int
    amount: int
    rule: str
    arises_on: date
    bills_on: date
    user_id: str | None = None
    triggers: tuple[Mapping[str, Any], ...] = ()
    credits: str | None = None


def bills_on(arises_on: date, billing_day: int, closed_on: date) -> date:
    """The invoice that a charge belongs to: the first billing date after the day it arises that is still open."""
    return billing_date_after(max(arises_on, closed_on), billing_day)


def month_ahead(
    *,
    sku: str,
    ordinal: int,
    quantity: int,
    unit_price: int,
    price_version: int,
    month: BillingMonth,
    stop: date | None,
) -> Charge:
    """The charge of a month in advance on its billing date, cut short where the term ends inside."""
    ends_before = min(month.ends_before, stop) if stop else month.ends_before
    days = (ends_before - month.starts_on).days
    return Charge(
        charge_id=f"{month.starts_on}.month.{sku}.{ordinal}",
        kind="month", sku=sku, starts_on=month.starts_on, ends_before=ends_before,
        quantity=quantity, days=days, days_in_month=month.days, unit_price=unit_price, price_version=price_version,
        amount=prorated(unit_price, quantity, days, month.days),
        rule=_worked_out("Month ahead", quantity, unit_price, days, month.days),
        arises_on=month.starts_on, bills_on=month.starts_on,
    )  # fmt: skip


def part_month(
    *, sku: str, source: str, quantity: int, unit_price: int, price_version: int,
    starts_on: date, stop: date | None, billing_day: int, closed_on: date,
) -> Charge:  # fmt: skip
    """The rest of the billing month from a day on, over the whole aligned month. `source` is what was bought."""
    month = month_holding(starts_on, billing_day)
    ends_before = min(month.ends_before, stop) if stop else month.ends_before
    days = (ends_before - starts_on).days
    return Charge(
        charge_id=f"{starts_on}.part_month.{sku}.{source}",
        kind="part_month", sku=sku, starts_on=starts_on, ends_before=ends_before,
        quantity=quantity, days=days, days_in_month=month.days, unit_price=unit_price, price_version=price_version,
        amount=prorated(unit_price, quantity, days, month.days),
        rule=_worked_out("Part month", quantity, unit_price, days, month.days),
        arises_on=starts_on, bills_on=bills_on(starts_on, billing_day, closed_on),
    )  # fmt: skip


def used_day(
    *, sku: str, user_id: str, ordinal: int, day: date, unit_price: int, price_version: int,
    triggers: tuple[Mapping[str, Any], ...], arises_on: date, billing_day: int, closed_on: date,
) -> Charge:  # fmt: skip
    """One user-day of a daily license, with the triggers that stand on it."""
    return Charge(
        charge_id=f"{day}.day.{user_id}.{ordinal}",
        kind="day", sku=sku, starts_on=day, ends_before=day + timedelta(days=1),
        quantity=1, days=1, days_in_month=1, unit_price=unit_price, price_version=price_version, amount=unit_price,
        rule=f"Used day: 1 x {unit_price} on {day}, {len(triggers)} trigger(s)",
        arises_on=arises_on, bills_on=bills_on(arises_on, billing_day, closed_on),
        user_id=user_id, triggers=triggers,
    )  # fmt: skip


def credit_prefix(line: Charge) -> str:
    """What the ids of all credits of a line begin with."""
    return f"{line.starts_on}.credit.{line.charge_id}."


def credit_of(
    line: Charge, *, ordinal: int, amount: int, reason: str, arises_on: date, billing_day: int, closed_on: date
) -> Charge:
    """A line that takes back `amount` (positive, minor units) of another one; the reason is its rule."""
    is_whole = amount == line.amount
    return Charge(
        charge_id=f"{credit_prefix(line)}{ordinal}",
        kind="credit", sku=line.sku, starts_on=line.starts_on, ends_before=line.ends_before,
        quantity=line.quantity if is_whole else 1, days=line.days if is_whole else 1,
        days_in_month=line.days_in_month if is_whole else 1, unit_price=-line.unit_price if is_whole else -amount,
        price_version=line.price_version, amount=-amount, rule=reason,
        arises_on=arises_on, bills_on=bills_on(arises_on, billing_day, closed_on),
        user_id=line.user_id, credits=line.charge_id,
    )  # fmt: skip


def _worked_out(what: str, quantity: int, unit_price: int, days: int, days_in_month: int) -> str:
    return f"{what}: {quantity} x {unit_price} x {days}/{days_in_month} days, rounded half up"

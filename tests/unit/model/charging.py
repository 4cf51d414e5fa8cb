"""Charges of the model: months ahead, part-months, used days, and credits of them."""

from dataclasses import replace
from datetime import date

from shared.domain.catalog import SKUS
from tests.unit.model.company import Company
from tests.unit.model.days import DAY, Month
from tests.unit.model.ledger import Line, rounded
from tests.unit.model.usage import UserDay, known_on

DAILY = "jobs-daily"


def charge_month(company: Company) -> None:
    """The month ahead: contracted by lot and up to the end of the term, rolling at the list price of its first day."""
    on = company.next_month_on
    month = company.month(on)
    for name, pool in company.pools.items():
        sku = SKUS[name]
        for unit, number in pool.lots:
            end = min(month.end, company.terms[sku.product].ends_before)
            company.lines.append(_line("month", name, month, (on, end), number, unit, bills_on=on))
        if sku.commitment == "rolling":
            if pool.owned:
                unit = company.price(name, on) or 0
                company.lines.append(_line("month", name, month, (on, month.end), pool.owned, unit, bills_on=on))
            pool.paid_on, pool.paid = on, pool.owned
    company.next_month_on = month.end


def charge_part_month(company: Company, sku: str, number: int, unit: int, on: date) -> None:
    """From a day inside a month to its end, or to that of a contracted SKU's term."""
    month = company.month(on)
    span = (on, min(month.end, company.terms[SKUS[sku].product].ends_before) if SKUS[sku].is_contracted else month.end)
    company.lines.append(_line("part_month", sku, month, span, number, unit, bills_on=invoice_date(company, on)))


def invoice_date(company: Company, arises_on: date) -> date:
    """The first billing date after a day, of those not closed."""
    return company.month(max(arises_on, company.closed_on)).end


def charge_days(company: Company, before: date) -> None:
    """Look at the user-days that are over: charge those used, take back those on which nothing stands any more."""
    usage = company.usage
    for place in sorted(each for each in usage.to_look_at if each[0] < before):
        usage.to_look_at.remove(place)
        known = known_on(company.day_of, usage, place)
        is_due = bool(known) and _held_daily(company, place)
        if is_due and place not in usage.charged:
            usage.charged[place] = len(company.lines)
            unit, bills_on = company.price(DAILY, place[0]) or 0, company.day_of(min(known))
            bills_on = invoice_date(company, max(place[0], bills_on))
            company.lines.append(Line("day", DAILY, place[0], place[0] + DAY, 1, unit, unit, bills_on, place[1]))
        elif not is_due and place in usage.charged:
            removed_on = company.day_of(usage.removed.get(place, company.now))
            if credit(company, usage.charged[place], removed_on):
                del usage.charged[place]


def credit(company: Company, number: int, arises_on: date) -> bool:
    """Take back what is left of a line; whether there was anything."""
    if number in company.credited:
        return False
    company.credited.add(number)
    line, bills_on = company.lines[number], invoice_date(company, arises_on)
    company.lines.append(replace(line, kind="credit", unit=-line.unit, amount=-line.amount, bills_on=bills_on))
    return True


def _line(
    kind: str, sku: str, month: Month, span: tuple[date, date], number: int, unit: int, *, bills_on: date
) -> Line:  # fmt: skip
    amount = rounded(unit * number * (span[1] - span[0]).days, month.days)
    return Line(kind, sku, *span, number, unit, amount, bills_on)


def _held_daily(company: Company, place: UserDay) -> bool:
    """Whether somebody held a daily license at any instant of a day."""
    day, user_id = place
    person = next(each for each in company.people if each.user_id == user_id)
    if any(seat.sku == DAILY and company.day_of(seat.since) <= day for seat in person.seats.values()):
        return True
    return any(
        held.sku == DAILY and company.day_of(held.since) <= day
        and (held.until > company.begin_of(day) or company.day_of(held.since) == day)
        for held in person.ended
    )  # fmt: skip

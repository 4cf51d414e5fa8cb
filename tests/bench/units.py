"""What the tables cost: request units of each route, event and run, from the sizes of items, as a month of 1,000 seats.

A month is that of fifty accounts of twenty people: on each of 22 working days everybody has one diary event, booked
the day before, and logs in once; two in each account hold daily licenses. Every event comes alone: nothing is shared.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache

from shared.account.advance import advance
from shared.account.price_book import PriceBook
from shared.jobs import JOBS
from shared.store.keys import SHARDS
from tests.bench.measure import Row
from tests.support.every_route import Visited, Visitor, company_of_twenty, visited
from tests.support.metered_tables import Units
from tests.support.reports import booked, logged_in, record
from tests.support.sandbox import at

READ_MILLION, WRITE_MILLION = Fraction("0.125"), Fraction("0.625")
"""US dollars for a million request units of on-demand tables in us-east-1, as listed since November 2024."""

ACCOUNTS, WORKING_DAYS, HOURS = 50, 22, 720
READS, LOGINS, WRITES = 30_000, 22_000, 255
MORNING, NEXT_MORNING, OVER, BILLED = "2027-05-05T09:00", "2027-05-06T10:00", "2027-05-07T00:05", "2027-06-05T00:05"
TARGET = Fraction("0.30")


@dataclass(frozen=True)
class Cost:
    """Units of a month, and what they come to."""

    read: Fraction = Fraction(0)
    written: Fraction = Fraction(0)

    @classmethod
    def of(cls, times: int, *all_units: Units) -> "Cost":
        """So many times the mean of some."""
        number = len(all_units)
        read = Fraction(sum(units.read for units in all_units)) * times / number
        return cls(read, Fraction(sum(units.written for units in all_units) * times, number))

    def __add__(self, other: "Cost") -> "Cost":
        return Cost(self.read + other.read, self.written + other.written)

    @property
    def dollars(self) -> Fraction:
        return (self.read * READ_MILLION + self.written * WRITE_MILLION) / 10**6


@dataclass
class Day:
    """What one account's working day takes."""

    bookings: list[Units] = field(default_factory=list)
    logins: list[Units] = field(default_factory=list)
    charging: Units = field(default_factory=Units)
    billing: Units = field(default_factory=Units)


def month() -> dict[str, Cost]:
    """The parts of a month of 1,000 seats."""
    day, routes = working_day(), every_route()
    me = [each.units for each in routes if each.path == "/v1/me"]
    reads = [each.units for each in routes if each.is_read and each.units.requests and each.path != "/v1/me"]
    events = ACCOUNTS * WORKING_DAYS * len(day.bookings)
    return {
        "reads, one of /v1/me for each log-in, the rest of every route alike":
            Cost.of(LOGINS, *me) + Cost.of(READS - LOGINS, *reads),
        "diary events booked": Cost.of(events, *day.bookings),
        "log-ins": Cost.of(events, *day.logins),
        "user-days looked at and charged": Cost.of(ACCOUNTS * WORKING_DAYS, day.charging),
        "changes, every route alike": Cost.of(WRITES, *(each.units for each in routes if not each.is_read)),
        "invoices": Cost.of(ACCOUNTS, day.billing),
        "walks of the four jobs": Cost(Fraction(len(JOBS) * HOURS * SHARDS, 2)),
    }  # fmt: skip


@cache
def every_route() -> list[Visited]:
    return visited()


def working_day() -> Day:
    """A day of the company of twenty."""
    with company_of_twenty() as visitor:
        people = [user["user_id"] for user in visitor.company.call("GET", "/v1/users").body["items"]]
        day, account = Day(), visitor.account
        for user_id in people:
            day.bookings.append(_event(visitor, booked(account.account_id, user_id, at(MORNING), on="2027-05-06")))
        account.until(NEXT_MORNING)
        for user_id in people:
            day.logins.append(_event(visitor, logged_in(account.account_id, user_id, at(NEXT_MORNING))))
        day.charging = _run(visitor, "charge-daily", OVER)
        day.billing = _run(visitor, "bill-month", BILLED)
        return day


def _event(visitor: Visitor, body: str) -> Units:
    before = visitor.tables.so_far()
    record(body)
    return visitor.tables.so_far() - before


def _run(visitor: Visitor, job: str, now: str) -> Units:
    visitor.account.until(now, idle=True)
    before = visitor.tables.so_far()
    advance(visitor.account.account_id, at(now), prices=PriceBook(), scope=JOBS[job].scope)
    return visitor.tables.so_far() - before


def rows() -> Iterator[Row]:
    """The sum, and below it its parts and the units of each route."""
    parts = month()
    total = sum((cost.dollars for cost in parts.values()), Fraction(0))
    yield Row("tables, 1,000 seats for a month / 30 cents", _cents(total), _cents(TARGET), "US cents", 1.0)
    for name, cost in parts.items():
        yield Row(f"  of it: {name}", _cents(cost.dollars), _cents(total), "US cents")
    for each in every_route():
        if each.units.requests:
            taken = f"{each.units.read:g} read, {each.units.written} written"
            cost = Cost.of(10_000, each.units)
            yield Row(f"  {each.method} {each.path}: {taken}; 10,000 calls", _cents(cost.dollars), 0, "US cents")


def _cents(dollars: Fraction) -> float:
    """To be printed, no more."""
    return float(dollars * 100)

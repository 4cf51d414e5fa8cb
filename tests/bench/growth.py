"""How cost grows: the same calls when there is ten times as much of something."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from shared.account.sealing import seal_contract
from tests.bench.measure import Row
from tests.support.every_route import Visitor, add, company_of_twenty
from tests.support.metered_tables import Units
from tests.support.reports import logged_in, record
from tests.support.sandbox import at

TIMES = 10
NOW = "2027-05-05T09:00"
OF_PEOPLE = (
    "/v1/licenses", "/v1/users", "/v1/licenses/jobs-rolling/holders", "/v1/utilization", "/v1/billing/upcoming",
)  # fmt: skip


@dataclass(frozen=True)
class Grown:
    """What a call takes, before and after there is ten times as much."""

    name: str
    before: Units
    after: Units


def grown() -> Iterator[Grown]:
    """Seats, events of a day, versions of a booking, contracts."""
    yield from _seats()
    yield _events_of_a_day()
    yield _contracts()


def _seats() -> Iterator[Grown]:
    with company_of_twenty() as visitor:
        before = {path: _read(visitor, path) for path in OF_PEOPLE}
        visitor.company.buy("jobs-rolling", 20 * (TIMES - 1))
        for number in range(20 * (TIMES - 1)):
            add(visitor.company, f"more.{number:03}", sku="jobs-rolling", role="engineer")
        for path in OF_PEOPLE:
            yield Grown(f"GET {path}, 200 people / 20", before[path], _read(visitor, path))


def _events_of_a_day() -> Grown:
    """The last of ten log-ins of one person on one day / the first."""
    with company_of_twenty() as visitor:
        account_id, user_id = visitor.account.account_id, visitor.company.owner_id
        taken = [_recorded(visitor, logged_in(account_id, user_id, at(NOW))) for _ in range(TIMES + 1)]
        return Grown("a log-in, the eleventh of a day / the second", taken[1], taken[-1])


def _contracts() -> Grown:
    with company_of_twenty() as visitor:
        before = _read(visitor, "/v1/contracts")
        for _ in range(3 * (TIMES - 1)):
            bought: Any = visitor.company.buy("jobs-rolling", 1).body
            assert seal_contract(visitor.account.account_id, bought["contract_id"])
        return Grown("GET /v1/contracts, 30 contracts / 3", before, _read(visitor, "/v1/contracts"))


def _read(visitor: Visitor, path: str) -> Units:
    before = visitor.tables.so_far()
    assert visitor.company.call("GET", path).status == 200
    return visitor.tables.so_far() - before


def _recorded(visitor: Visitor, body: str) -> Units:
    before = visitor.tables.so_far()
    record(body)
    return visitor.tables.so_far() - before


def rows() -> Iterator[Row]:
    """Requests, and read and written units, for ten times as much of something."""
    for each in grown():
        yield Row(f"{each.name}", len(each.after.requests), len(each.before.requests), "requests")
        yield Row("  and units", _units(each.after), _units(each.before), "units")


def _units(units: Units) -> float:
    return units.read + units.written

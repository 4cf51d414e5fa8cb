"""A year on a sandbox's clock: fifty people on daily licenses, each booked for every working day."""

import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from shared.store import dynamodb, keys
from tests.bench.measure import Row
from tests.bench.stage import staged
from tests.support.people import open_company, operate
from tests.support.reports import booked, record

PEOPLE, MOST_SECONDS, AT_ONCE = 50, 60, 10
BEGINS = datetime(2027, 1, 5, 9, tzinfo=UTC)
ENDS = BEGINS.replace(year=2028)


def rows() -> Iterator[Row]:
    """The clock alone is timed; then each day of each person is charged once, and the recount finds nothing."""
    with staged() as stack:
        account_id, owner = open_company(stack, sandbox={"now": _text(BEGINS)})
        owner.buy("jobs-daily", PEOPLE)
        people = [owner.add(f"person{number}", sku="jobs-daily", role="engineer") for number in range(PEOPLE)]
        bodies = [booked(account_id, user_id, BEGINS, on=str(day)) for day in _working_days() for user_id in people]
        for first in range(0, len(bodies), AT_ONCE):
            record(*bodies[first : first + AT_ONCE])
        seconds = _moved(account_id)
        yield Row(f"a year of {PEOPLE} people on daily licenses / 60 s", seconds, MOST_SECONDS, "s", 1.0)
        charged = sum(1 for item in _charges(account_id) if item["kind"] == "day")
        yield Row("  used days charged / booked", charged, len(bodies), "charges", 1.0)
        yield Row("  the same, not one less", charged, len(bodies), "charges", 1.0, at_least=True)
        code, told = operate("verify", account_id)
        assert code == 0, told


def _moved(account_id: str) -> float:
    begun = time.perf_counter()
    code, told = operate("clock", account_id, "--to", _text(ENDS))
    assert code == 0, told
    return time.perf_counter() - begun


def _charges(account_id: str) -> Iterator[dict[str, object]]:
    return dynamodb.query_all("Billing", keys.charge(account_id, "").pk)


def _working_days() -> list[date]:
    days = (BEGINS.date() + timedelta(days=number) for number in range(1, (ENDS - BEGINS).days))
    return [day for day in days if day.weekday() < 5]


def _text(instant: datetime) -> str:
    return instant.isoformat().replace("+00:00", "Z")

"""Seats taken in a pool of ten and in one of ten thousand: the same requests, the same time."""

import gc
import time
from collections.abc import Iterator
from dataclasses import dataclass
from statistics import median

from shared.account.user_import import work_off
from shared.ids import new_id
from tests.bench.measure import Row
from tests.bench.people import POOLS, ROWS, file_of
from tests.support.many_accounts import REAL_TIME, own_seats
from tests.support.memory_aws import MemoryAws, memory_aws
from tests.support.sample import Company, load_sample_prices, open_company

FEW, MANY, ROUNDS = 10, 10_000, 600


@dataclass(frozen=True)
class Seated:
    """Requests of one assignment in a pool of few and of many, and the median CPU time of both."""

    requests: tuple[int, int]
    milliseconds: tuple[float, float]


def seat_in_few_and_many(many: int = MANY, rounds: int = ROUNDS) -> Seated:
    """Assign and take back in turn, one company with ten seats and one with many, all but one of them held."""
    with memory_aws() as memory:
        load_sample_prices()
        companies = [_full_company(memory, "few", FEW), _full_company(memory, "many", many)]
        counts = [_counted(memory, each) for each in companies]
        times: tuple[list[float], list[float]] = ([], [])
        gc.collect()
        gc.freeze()
        for number in range(rounds):
            for side in (0, 1) if number % 2 else (1, 0):
                companies[side].take_back()
                times[side].append(companies[side].assign())
        gc.unfreeze()
        return Seated((counts[0], counts[1]), (median(times[0]), median(times[1])))


@dataclass(frozen=True)
class _Full:
    company: Company
    user_id: str

    @property
    def path(self) -> str:
        return f"/v1/users/{self.user_id}/licenses/jobs"

    def take_back(self) -> None:
        assert self.company.call("DELETE", self.path, key=new_id()).status == 200

    def assign(self) -> float:
        """CPU milliseconds that it took."""
        seat, begun = {"sku": POOLS[0], "role": "engineer"}, time.process_time()
        assert self.company.call("PUT", self.path, seat, key=new_id()).status == 200
        return (time.process_time() - begun) * 1000


def _full_company(memory: MemoryAws, name: str, seats: int) -> _Full:
    company = open_company(owner_username=name, **REAL_TIME)
    own_seats(company.account_id, POOLS[0], seats)
    own_seats(company.account_id, POOLS[1], seats)
    header, *lines = file_of(0, seats).decode().replace("p00.", f"{name}.").splitlines()
    for first in range(0, seats, ROWS):
        data = "\n".join([header, *lines[first : first + ROWS]]).encode()
        reply = company.call("POST", "/v1/users/imports", raw=data.decode(), headers={"content-type": "text/csv"})
        work_off(company.account_id, reply.body["import_id"])
    user_id = company.call("GET", "/v1/users", query={"q": f"{name}.0000"}).body["items"][0]["user_id"]
    return _Full(company, user_id)


def _counted(memory: MemoryAws, full: _Full) -> int:
    full.take_back()
    begun = len(memory.tables.calls)
    full.assign()
    return len(memory.tables.calls) - begun


def rows() -> Iterator[Row]:
    """In this process, on tables in memory: CPU time, in turn."""
    seated = seat_in_few_and_many()
    few, many = seated.requests
    yield Row(f"assign a seat, a pool of {MANY:,} all held / of {FEW}", many, few, "requests", 1.0)
    yield Row(f"assign a seat, a pool of {MANY:,} all held / of {FEW}", *reversed(seated.milliseconds), "ms CPU", 1.05)

"""Fifty seats given at once out of one pool, on tables that refuse transactions which meet; on a clock of its own."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from statistics import quantiles
from unittest.mock import patch

from shared.account import change
from shared.account.change import Call
from shared.account.seat_moves import Wanted
from shared.account.seats import assign
from shared.auth import OWNERS, Caller
from shared.errors import Busy
from shared.store import dynamodb
from tests.bench.measure import Row
from tests.support.conflicting_tables import ConflictingTables
from tests.support.crowd import SKU, add_people
from tests.support.many_accounts import REAL_TIME, own_seats
from tests.support.memory_aws import memory_aws
from tests.support.sample import load_sample_prices, open_company
from tests.support.virtual_time import VirtualTime

BURST, RUNS = 50, 20
MOST_SECONDS = 2.0


@dataclass(frozen=True)
class Burst:
    """How many were told to come back later, how long each took in seconds, and how often two met."""

    busy: int
    seconds: list[float]
    conflicts: int


def rows() -> Iterator[Row]:
    """Twenty bursts, each with waits of its own."""
    bursts = [burst(seed) for seed in range(RUNS)]
    taken = [seconds for each in bursts for seconds in each.seconds]
    busy = sum(each.busy for each in bursts)
    yield Row(f"503 of {RUNS} bursts of {BURST} seats out of one pool / all", busy, len(taken), "requests", 0)
    yield Row("  99th of 100 of them / two seconds", quantiles(taken, n=100)[98], MOST_SECONDS, "s", 1.0)


def burst(seed: int, size: int = BURST) -> Burst:
    """Every person's seat asked for in the same instant."""
    time, waits = VirtualTime(), random.Random(seed)
    with memory_aws() as memory:
        load_sample_prices()
        company = open_company(**REAL_TIME)
        own_seats(company.account_id, SKU, size)
        people = add_people(company.account_id, size)
        tables = ConflictingTables(time)
        tables.tables = memory.tables.tables
        memory.clients["dynamodb"] = tables
        dynamodb.client.cache_clear()
        taken: list[float] = []
        busy: list[str] = []

        def ask(user_id: str) -> None:
            owner = Caller(company.account_id, company.owner_id, OWNERS)
            call = Call(owner, "PUT", f"/v1/users/{user_id}/licenses/jobs", "0", key=user_id)
            begun = time.now
            try:
                assign(call, user_id, "jobs", Wanted(SKU, "engineer"))
            except Busy:
                busy.append(user_id)
            taken.append(time.now - begun)

        with patch.object(change, "time", time), patch.object(change, "random", waits):
            time.run([lambda user_id=user_id: ask(user_id) for user_id in people])  # type: ignore[misc]
        assert company.pool(SKU)["assigned"] == size - len(busy)
    return Burst(len(busy), taken, tables.conflicts)

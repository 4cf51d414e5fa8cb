"""Jobs: what they ask of the tables grows with the accounts that are due, not with those that exist."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from shared.account.advance import advance
from shared.clock import real_now
from shared.jobs import JOBS, start
from tests.bench.measure import Row
from tests.support.bus import bring
from tests.support.many_accounts import account_in_every_index, multiply, plain_account
from tests.support.memory_aws import MemoryAws, memory_aws
from tests.support.sample import load_sample_prices

MONTH = timedelta(days=32)
BILL, WORKER = "bill-month", "functions.billing.advance_account"
MESSAGES_AT_ONCE = 10
DUE, SIZES = 1000, (1000, 10_000, 100_000)
MOST_PER_ACCOUNT, MOST_PER_INDEX = 4.1, 16


@dataclass(frozen=True)
class Billed:
    """Requests to the tables of one run: finding the accounts, and working them off."""

    walk: int
    work: int
    due: int

    @property
    def per_account(self) -> float:
        return (self.walk + self.work) / self.due


def bill_the_month(accounts: int, *, due: int) -> Billed:
    """Plain accounts of two pools; the job and its worker as they run, ten messages at a time."""
    with memory_aws() as memory:
        load_sample_prices()
        now, tables = real_now() + MONTH, memory.tables
        account_id, later = plain_account("due"), plain_account("later")
        advance(later, now)
        multiply(tables, account_id, due - 1)
        multiply(tables, later, accounts - due - 1 if accounts > due else 0, only_due=True)
        walk = _walked(memory, BILL, now, finds=due)
        bodies = [body for _, body in memory.queues.sent]
        tables.calls = []
        for first in range(0, due, MESSAGES_AT_ONCE):
            assert bring(WORKER, bodies[first : first + MESSAGES_AT_ONCE]) == []
        return Billed(walk, len(tables.calls), due)


def walks_with_nothing_due(accounts: int) -> dict[str, int]:
    """Requests of each job among accounts that will all have something due in its index, but not yet."""
    with memory_aws() as memory:
        load_sample_prices()
        now = real_now()
        company = account_in_every_index("waiting", now + MONTH)
        multiply(memory.tables, company.account_id, accounts - 1, only_due=True)
        assert all(_indexed(memory, name) == accounts for name in JOBS)
        return {name: _walked(memory, name, now, finds=0) for name in JOBS}


def _indexed(memory: MemoryAws, name: str) -> int:
    shards = memory.tables.tables[JOBS[name].table].shards
    return sum(len(items) for shard, items in shards.items() if shard.startswith(f"{JOBS[name].due}#"))


def _walked(memory: MemoryAws, name: str, now: datetime, *, finds: int) -> int:
    memory.queues.sent, memory.tables.calls = [], []
    assert start({"job": name, "now": now.isoformat()})["accounts"] == finds
    assert {json.loads(body)["job"] for _, body in memory.queues.sent} <= {name}
    return len(memory.tables.calls)


def rows() -> Iterator[Row]:
    """Accounts that are due, among few and many; then nothing due."""
    billed = {accounts: bill_the_month(accounts, due=DUE) for accounts in SIZES}
    first = billed[SIZES[0]]
    for accounts, run in billed.items():
        name = f"bill {DUE:,} due among {accounts:,} accounts, requests each, walk included / 4.1"
        yield Row(name, run.per_account, MOST_PER_ACCOUNT, "requests", 1.0)
        if run is first:
            continue
        yield Row(
            f"bill {DUE:,} due among {accounts:,} accounts / among {SIZES[0]:,}", run.walk + run.work,
            first.walk + first.work, "requests", 1.0,
        )  # fmt: skip
    few, many = walks_with_nothing_due(SIZES[0]), walks_with_nothing_due(SIZES[-1])
    for name in JOBS:
        yield Row(f"{name}, nothing due among {SIZES[-1]:,} accounts / 16", many[name], MOST_PER_INDEX, "requests", 1.0)
        yield Row(
            f"{name}, nothing due among {SIZES[-1]:,} accounts / among {SIZES[0]:,}", many[name], few[name],
            "requests", 1.0,
        )  # fmt: skip

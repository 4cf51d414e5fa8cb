"""Billing a month: requests that do not grow with the accounts that are not due, and time against the bare requests."""

import copy
import json
import os
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from infra.local.stack import Stack
from infra.operator.target import point_at
from infra.sample.prices import load_sample_prices as load_prices
from shared.account.advance import advance
from shared.account.price_book import PriceBook
from shared.account.scope import Scope
from shared.clock import real_now
from shared.domain.pool import Pool
from shared.jobs import JOBS, due_accounts
from shared.store import dynamodb
from shared.store.pools import change_owned
from shared.store.transaction import Transaction
from tests.bench.measure import Row
from tests.support.memory_tables import MemoryTables, memory_tables
from tests.support.sample import load_sample_prices, open_company
from tests.support.stack import private_stack

NAME, DUE = "bill-month", 1000
PLAIN = Scope(orders=False, all_days=False)
TIMED = 30
REAL_TIME = {"sandbox_now": None}


def rows() -> Iterator[Row]:
    few, many = _requests(DUE), _requests(20 * DUE)
    yield Row("requests to bill 1,000 due among 20,000 accounts / among 1,000", many[0], few[0], "requests", 1.0)
    yield Row(
        "requests per due account, a plain month of two pools, the price list apart / four", few[1], 4, "requests", 1.0
    )
    yield Row("requests of the walk over the index, 20,000 accounts / 1,000", many[2], few[2], "requests", 1.0)
    yield from _timed()


def _requests(accounts: int) -> tuple[int, float, int]:
    """All requests of a run, those per due account (the price list, read once, apart), and those of the walk."""
    with memory_tables() as tables:
        load_sample_prices()
        due = open_company(owner_username="due", **REAL_TIME).account_id
        _second_pool(due)
        now = real_now() + timedelta(days=32)
        advance(due, real_now(), scope=PLAIN)
        later = open_company(owner_username="later", **REAL_TIME).account_id
        advance(later, now)
        _copies(tables, due, DUE - 1)
        _copies(tables, later, accounts - DUE - 1 if accounts > DUE else 0)
        tables.calls = []
        found = list(due_accounts(NAME, now))
        assert len(found) == DUE
        walk, prices = len(tables.calls), PriceBook()
        for account_id in found:
            advance(account_id, now, prices=prices, scope=JOBS[NAME].scope)
        return len(tables.calls), (len(tables.calls) - walk - 1) / DUE, walk


def _second_pool(account_id: str) -> None:
    """Rolling licenses beside the contracted ones that the account was opened with."""
    transaction = Transaction()
    change_owned(transaction, account_id, Pool("jobs-rolling"), Pool("jobs-rolling", 3, 0, 3, version=1))
    transaction.commit()


def _copies(tables: MemoryTables, account_id: str, count: int) -> None:
    """The same account again, under other ids."""
    own = [
        (table, json.dumps(item)) for table, items in tables.tables.items()
        for item in items.values() if account_id in item["pk"]["S"]
    ]  # fmt: skip
    for number in range(count):
        other = f"{account_id[:20]}{number:06}"
        for table, text in own:
            item = json.loads(text.replace(account_id, other))
            if "due_shard" in item:
                item["due_shard"]["S"] = f"{item['due_shard']['S'].split('#')[0]}#{number % 16:02}"
            tables.tables[table][(item["pk"]["S"], item["sk"]["S"])] = item


def _timed() -> Iterator[Row]:
    """On the local stack: our run of an account, and then the very requests of it for its twin."""
    before = copy.copy(dict(os.environ))
    try:
        with TemporaryDirectory() as directory, private_stack(Path(directory), has_sample=False) as stack:
            yield from _against_bare(stack)
    finally:
        os.environ.clear()
        os.environ.update(before)


def _against_bare(stack: Stack) -> Iterator[Row]:
    point_at(stack)
    load_prices()
    ids = [open_company(owner_username=f"bench-{n}", **REAL_TIME).account_id for n in range(2 * TIMED)]
    for account_id in ids:
        _second_pool(account_id)
    now, prices, sent = datetime.now(UTC) + timedelta(days=32), PriceBook(), _recorder()
    ours, bare = [], []
    for mine, twin in zip(ids[:TIMED], ids[TIMED:], strict=True):
        sent.clear()
        begun = time.perf_counter()
        advance(mine, now, prices=prices, scope=PLAIN)
        ours.append((time.perf_counter() - begun) * 1000)
        texts = [(name, json.loads(json.dumps(params).replace(mine, twin))) for name, params in sent]
        begun = time.perf_counter()
        for name, params in texts:
            getattr(dynamodb.client(), name)(**params)
        bare.append((time.perf_counter() - begun) * 1000)
    yield Row(
        "bill one account, wall / the same requests bare, on the local stack", median(ours), median(bare), "ms", 2
    )
    yield Row("accounts billed a second, one thread / bare", 1000 / median(ours), 1000 / median(bare), "a second")


def _recorder() -> list[tuple[str, dict[str, Any]]]:
    """What is sent to the tables from now on: method and parameters."""
    sent: list[tuple[str, dict[str, Any]]] = []
    methods = {"GetItem": "get_item", "BatchGetItem": "batch_get_item", "TransactWriteItems": "transact_write_items",
               "Query": "query"}  # fmt: skip

    def note(params: dict[str, Any], model: Any, **_: Any) -> None:
        kept = {name: value for name, value in params.items() if name != "ClientRequestToken"}
        sent.append((methods[model.name], json.loads(json.dumps(kept))))

    dynamodb.client().meta.events.register("before-parameter-build.dynamodb", note)
    return sent

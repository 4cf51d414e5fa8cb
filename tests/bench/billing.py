"""Billing a month: time and CPU against the bare requests."""

import copy
import json
import os
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from infra.local.stack import Stack
from infra.operator.target import point_at
from infra.sample.prices import load_sample_prices as load_prices
from shared.account.advance import advance
from shared.account.price_book import PriceBook
from shared.store import dynamodb
from tests.bench.measure import Row
from tests.support.many_accounts import PLAIN, REAL_TIME, own_seats
from tests.support.sample import open_company
from tests.support.stack import private_stack

TIMED = 30
Taken = tuple[float, float]


def rows() -> Iterator[Row]:
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
        own_seats(account_id, "jobs-rolling", 3)
    now, prices, sent = datetime.now(UTC) + timedelta(days=32), PriceBook(), _recorder()
    ours, bare = list[Taken](), list[Taken]()
    for mine, twin in zip(ids[:TIMED], ids[TIMED:], strict=True):
        sent.clear()
        ours.append(_taken(partial(advance, mine, now, prices=prices, scope=PLAIN)))
        bare.append(_taken(partial(_send, json.loads(json.dumps(sent).replace(mine, twin)))))
    wall, cpu = ([median(each[kind] for each in side) for side in (ours, bare)] for kind in (0, 1))
    yield Row("bill one account, wall / the same requests bare, on the local stack", *wall, "ms", 2)
    yield Row("bill one account, CPU / the same requests bare", *cpu, "ms CPU", 2)
    yield Row("accounts billed a second, one thread / bare", 1000 / wall[0], 1000 / wall[1], "a second")


def _send(requests: list[tuple[str, dict[str, Any]]]) -> None:
    for name, params in requests:
        getattr(dynamodb.client(), name)(**params)


def _taken(do: Callable[[], object]) -> Taken:
    """Milliseconds of wall and of this process's CPU."""
    begun, cpu = time.perf_counter(), time.process_time()
    do()
    return (time.perf_counter() - begun) * 1000, (time.process_time() - cpu) * 1000


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

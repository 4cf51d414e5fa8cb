"""Contracted licenses at as many prices as a pool holds: no more are sold, and a month of them is charged in parts."""

import copy
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from shared.account import again
from shared.account.advance import advance
from shared.account.clock import move_clock
from shared.account.price_loading import NewPrice
from shared.domain.pool import MOST_LOTS
from shared.errors import Impossible
from tests.support.history import World
from tests.support.memory_tables import Killed, MemoryTables
from tests.support.sample import load_prices_any_day

OPENED = datetime(2027, 3, 5, 9, tzinfo=UTC)
BILLED = OPENED + timedelta(days=31)
SKU = "jobs-contracted"
Disturb = Callable[[MemoryTables, int, Callable[[], None]], None]


def buy_at(world: World, unit_price: int) -> None:
    load_prices_any_day([NewPrice("go_paperless", SKU, "GBP", unit_price, date(2027, 3, 5))])
    world.buy(SKU, 1)


@pytest.fixture
def world(tables: MemoryTables, monkeypatch: pytest.MonkeyPatch) -> World:
    """With its first license at one price and 79 more, each at another."""
    monkeypatch.setattr(again, "FIRST_WAIT", 0)
    world = World(OPENED)
    for number in range(MOST_LOTS - 1):
        buy_at(world, 3000 + number)
    return world


def month_of(world: World, starts_on: str) -> list[tuple[Any, ...]]:
    return [line for line in world.ledger() if line[0] == "month" and str(line[3]) == starts_on]


def test_a_license_is_sold_at_eighty_prices_and_at_no_more(world: World) -> None:
    assert MOST_LOTS == 80
    with pytest.raises(Impossible) as refused:
        buy_at(world, 9000)
    assert refused.value.code == "too_many_lots"
    buy_at(world, 3000)  # of a price that it is held at, there can be any number


def killed(tables: MemoryTables, number: int, run: Callable[[], None]) -> None:
    """Die at a request, and come again."""

    def die(request: int) -> None:
        if request >= number:
            raise Killed

    tables.between = die
    with suppress(Killed):
        run()
    tables.between = lambda _: None
    run()


def overtaken(tables: MemoryTables, number: int, run: Callable[[], None]) -> None:
    """Meet another run at a request, which does everything."""

    def give_way(request: int) -> None:
        if request >= number:
            tables.between = lambda _: None
            run()

    tables.between = give_way
    run()


@pytest.mark.parametrize("disturb", [killed, overtaken])
def test_a_month_in_parts_is_the_same_wherever_it_is_cut(world: World, tables: MemoryTables, disturb: Disturb) -> None:
    move_clock(world.account_id, BILLED, idle=True)
    before = copy.deepcopy(tables.tables)
    tables.calls = []
    advance(world.account_id, BILLED)
    requests, come_to = len(tables.calls), (world.ledger(), world.invoices())
    assert len({line[8] for line in month_of(world, "2027-04-05")}) == MOST_LOTS
    for number in range(1, requests + 1):
        tables.tables, tables.calls = copy.deepcopy(before), []
        disturb(tables, number, lambda: advance(world.account_id, BILLED))
        assert (world.ledger(), world.invoices()) == come_to, number


def test_a_transaction_writes_forty_lines(world: World, tables: MemoryTables) -> None:
    move_clock(world.account_id, BILLED, idle=True)
    written: list[int] = []

    def count(_: int) -> None:
        tables.between, counting = (lambda _: None), tables.between
        written.append(len(month_of(world, "2027-04-05")))
        tables.between = counting

    tables.between = count
    advance(world.account_id, BILLED)
    assert sorted(set(written)) == [0, 40, 80]


def test_a_renewal_makes_one_lot_of_them(world: World) -> None:
    world.until(datetime(2028, 3, 6, tzinfo=UTC))
    assert [(line[5], line[8]) for line in month_of(world, "2028-03-05")] == [(MOST_LOTS, 3078)]

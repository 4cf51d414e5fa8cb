"""A run that dies after any of its requests, or meets another at any of them, ends in the same books."""

import copy
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from shared.account import again
from shared.account.advance import advance
from shared.account.clock import move_clock
from shared.account.price_book import PriceBook
from shared.account.scope import Scope
from tests.support.history import World
from tests.support.memory_tables import Killed, MemoryTables

OPENED = datetime(2027, 3, 5, 9, tzinfo=UTC)
LATE = datetime(2028, 3, 20, 9, tzinfo=UTC)
KINDS = ("order.expired", "order.reminder_due", "term.renewed", "renewal.reminder_due", "invoice.issued")


def world_with_everything_due() -> World:
    """Orders to expire and to be reminded of, a term to renew, a month, used days, a credit, an invoice."""
    world = World(OPENED, quantity=2, tax_rate_bp=2000)
    world.buy("jobs-daily", 2)
    world.buy("jobs-rolling", 3)
    world.seat(0, "jobs-daily")
    world.seat(1, "jobs-daily")
    world.until(OPENED + timedelta(days=345))
    world.buy("sales-person-contracted", 1)
    world.order("jobs-rolling", 1)
    booked_at = OPENED + timedelta(days=352)
    world.until(booked_at)
    world.book("booked", 0, "b1", booked_at, "D1", str((booked_at + timedelta(days=1)).date()))
    world.until(OPENED + timedelta(days=354))
    world.order("jobs-rolling", 2)
    world.book("cancelled", 0, "b2", booked_at + timedelta(hours=1), "D1", "2028-02-20")
    for day in range(30):
        at = OPENED + timedelta(days=355 + day % 20)
        world.log_in(day % 2, f"in-{day}", at)
    world.log_in(0, "in-last", LATE - timedelta(days=1))
    return world


def told(world: World) -> tuple[Any, ...]:
    events = {kind: len(world.told(kind)) for kind in KINDS}
    return world.ledger(), world.invoices(), events


@dataclass(frozen=True)
class Due:
    """A world with everything due, its tables as they stand, and what a run undisturbed comes to."""

    world: World
    tables: MemoryTables
    before: dict[str, Any]
    come_to: tuple[Any, ...]
    requests: int

    def again(self) -> None:
        """Set the tables back to before any run."""
        self.tables.between = lambda _: None
        self.tables.tables, self.tables.calls = copy.deepcopy(self.before), []


@pytest.fixture
def due(tables: MemoryTables, monkeypatch: pytest.MonkeyPatch) -> Due:
    monkeypatch.setattr(again, "FIRST_WAIT", 0)
    world = world_with_everything_due()
    move_clock(world.account_id, LATE, idle=True)
    before = copy.deepcopy(tables.tables)
    tables.calls = []
    done = advance(world.account_id, LATE)
    assert (done.renewed, done.expired, done.reminders, done.invoices) == (1, 1, 1, 1)
    assert (done.charges > 20, done.credits) == (True, 1)
    return Due(world, tables, before, told(world), len(tables.calls))


def test_a_run_killed_after_any_request_is_made_good_by_the_next(due: Due) -> None:
    for number in range(1, due.requests + 1):
        due.again()
        due.tables.between = _killing_after(number)
        with suppress(Killed):
            advance(due.world.account_id, LATE)
        due.tables.between = lambda _: None
        advance(due.world.account_id, LATE)
        assert told(due.world) == due.come_to, f"killed after request {number}"


def test_two_runs_at_once_come_to_what_one_does(due: Due) -> None:
    for number in range(1, due.requests + 1):
        due.again()
        due.tables.between = _running_another_after(due, number)
        advance(due.world.account_id, LATE)
        assert told(due.world) == due.come_to, f"another run after request {number}"


def _killing_after(last: int) -> Any:
    def between(number: int) -> None:
        if number >= last:
            raise Killed

    return between


def _running_another_after(due: Due, last: int) -> Any:
    def between(number: int) -> None:
        if number >= last:
            due.tables.between = lambda _: None
            advance(due.world.account_id, LATE)

    return between


def test_a_plain_month_takes_four_requests(tables: MemoryTables) -> None:
    world = World(OPENED)
    world.buy("jobs-rolling", 2)
    move_clock(world.account_id, OPENED + timedelta(days=1))
    move_clock(world.account_id, datetime(2027, 4, 5, tzinfo=UTC), idle=True)
    prices = PriceBook()
    books_scope = Scope(orders=False, all_days=False)
    begun = len(tables.calls)
    done = advance(world.account_id, datetime(2027, 4, 5, tzinfo=UTC), prices=prices, scope=books_scope)
    made = tables.calls[begun:]
    assert (done.charges, done.invoices) == (2, 1)
    # The price list is read once for all accounts of a run.
    assert made == ["batch_get_item", "batch_get_item", "transact_write_items", "query", "transact_write_items"]

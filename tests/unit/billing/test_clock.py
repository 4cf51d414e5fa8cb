"""A sandbox's clock: everything due in between, each at its own instant; reminders once, the newest only when late."""

from datetime import UTC, datetime, timedelta

import pytest

from shared.account.clock import move_clock
from shared.clock import now_of
from shared.errors import Impossible, Unknown
from shared.store.accounts import read_account
from tests.support.history import World
from tests.support.memory_tables import MemoryTables
from tests.support.sample import load_sample_prices, open_company

NOW = datetime(2027, 3, 5, 9, tzinfo=UTC)


def instants(world: World, event_type: str) -> list[str]:
    return [each["at"][:16] for each in world.told(event_type)]


def test_a_pending_order_is_reminded_of_twice_and_expires_each_at_its_instant(tables: MemoryTables) -> None:
    world = World(NOW)
    world.order("jobs-rolling", 2)
    world.until(NOW + timedelta(days=60))
    assert instants(world, "order.reminder_due") == ["2027-03-28T09:00", "2027-04-03T09:00"]
    assert [each["days_left"] for each in world.told("order.reminder_due")] == [7, 1]
    assert instants(world, "order.expired") == ["2027-04-04T09:00"]
    assert world.told("order.expired")[0]["status"] == "expired"


def test_a_late_run_sends_the_newest_reminder_alone(tables: MemoryTables) -> None:
    world = World(NOW)
    world.order("jobs-rolling", 2)
    move_clock(world.account_id, NOW + timedelta(days=29, hours=5), idle=True)
    world.until(NOW + timedelta(days=29, hours=5))
    assert [each["days_left"] for each in world.told("order.reminder_due")] == [1]
    move_clock(world.account_id, NOW + timedelta(days=45), idle=True)
    world.until(NOW + timedelta(days=45))
    assert len(world.told("order.reminder_due")) == 1
    assert instants(world, "order.expired") == ["2027-04-19T09:00"]


def test_renewals_are_told_60_and_30_days_ahead_with_price_and_numbers(tables: MemoryTables) -> None:
    world = World(NOW, quantity=3)
    world.lower("jobs-contracted", 0)
    world.until(datetime(2028, 4, 1, tzinfo=UTC))
    assert instants(world, "renewal.reminder_due") == ["2028-01-05T00:00", "2028-02-04T00:00"]
    first = world.told("renewal.reminder_due")[0]
    assert (first["days"], first["days_left"]) == (60, 60)
    assert (first["applies_on"], first["currency"]) == ("2028-03-05", "GBP")
    license_ = first["licenses"][0]
    assert (license_["wish"], license_["quantity"], license_["cannot_be_dropped"]) == (0, 1, 1)
    assert (license_["unit_price"], license_["assigned"]) == (2000, 1)
    assert instants(world, "term.renewed") == ["2028-03-05T00:00"]
    assert world.told("term.renewed")[0]["licenses"][0]["carried_over"] is True


def test_a_late_renewal_reminder_is_the_newest_and_none_comes_after_the_end(tables: MemoryTables) -> None:
    world = World(NOW)
    move_clock(world.account_id, datetime(2028, 2, 20, tzinfo=UTC), idle=True)
    world.until(datetime(2028, 2, 20, tzinfo=UTC))
    assert [(each["days"], each["days_left"]) for each in world.told("renewal.reminder_due")] == [(30, 14)]
    late = World(NOW, owner_username="late")
    move_clock(late.account_id, datetime(2028, 3, 20, tzinfo=UTC), idle=True)
    late.until(datetime(2028, 3, 20, tzinfo=UTC))
    assert (late.told("renewal.reminder_due"), len(late.told("term.renewed"))) == ([], 1)


def test_the_clock_goes_forward_only_and_stands_where_it_was_moved(tables: MemoryTables) -> None:
    world = World(NOW)
    to = NOW + timedelta(days=3, microseconds=1000)
    world.until(to)
    assert now_of(read_account(world.account_id)) == to
    world.until(to)
    with pytest.raises(Impossible, match="clock_goes_back"):
        world.until(to - timedelta(seconds=1))


def test_only_a_sandbox_has_a_clock(tables: MemoryTables) -> None:
    load_sample_prices()
    account_id = open_company(sandbox_now=None).account_id
    with pytest.raises(Impossible, match="not_a_sandbox"):
        move_clock(account_id, datetime(2030, 1, 1, tzinfo=UTC))
    with pytest.raises(Unknown):
        move_clock("01NONE", datetime(2030, 1, 1, tzinfo=UTC))


def test_a_billing_date_begins_with_the_accounts_own_day(tables: MemoryTables) -> None:
    world = World(NOW, time_zone="Pacific/Auckland")
    world.until(datetime(2027, 5, 1, tzinfo=UTC))
    # 5 April begins in Auckland at noon of the day before.
    assert instants(world, "invoice.issued") == ["2027-03-05T09:00", "2027-04-04T12:00"]

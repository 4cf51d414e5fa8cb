"""What the operator changes: plans from the next billing date, the tax rate, credits."""

from datetime import UTC, date, datetime, timedelta

import pytest

from shared.account.books import book_keys, open_books
from shared.account.clock import move_clock
from shared.account.credits import credit
from shared.account.plan_change import change_plan
from shared.account.price_loading import NewPrice, load_prices
from shared.account.tax import set_tax
from shared.errors import Impossible, Invalid, Unknown
from shared.store import dynamodb
from tests.support.history import World
from tests.support.memory_tables import MemoryTables
from tests.support.sample import PRICES

NOW = datetime(2027, 3, 5, 9, tzinfo=UTC)


def plans(world: World) -> list[tuple[str, date]]:
    books = open_books(world.account_id, dynamodb.batch_get(book_keys(world.account_id)))
    return [(step.plan, step.from_on) for step in books.account.plans["jobs"]]


def test_a_plan_counts_from_the_next_billing_date(tables: MemoryTables) -> None:
    world = World(NOW)
    assert change_plan(world.account_id, "jobs", "automation")["from_on"] == date(2027, 4, 5)
    assert plans(world) == [("go_paperless", date(2027, 3, 5)), ("automation", date(2027, 4, 5))]
    change_plan(world.account_id, "jobs", "startup")
    assert plans(world)[1:] == [("startup", date(2027, 4, 5))]
    change_plan(world.account_id, "jobs", "go_paperless")
    assert plans(world) == [("go_paperless", date(2027, 3, 5))]
    assert len(world.told("plan.changed")) == 3


def test_a_product_without_a_plan_has_its_first_from_today(tables: MemoryTables) -> None:
    world = World(NOW, plans={"jobs": "go_paperless"})
    assert change_plan(world.account_id, "sales", "starter")["from_on"] == date(2027, 3, 5)


def test_no_plan_is_taken_that_does_not_sell_what_is_owned(tables: MemoryTables) -> None:
    world = World(NOW)
    world.buy("jobs-daily", 1)
    with pytest.raises(Impossible, match="not_sold_on_plan"):
        change_plan(world.account_id, "jobs", "classic")
    world.delete("jobs-daily", 1)
    change_plan(world.account_id, "jobs", "classic")
    # Until then only what both plans sell can be bought.
    with pytest.raises(Impossible, match="not_sold_on_plan"):
        world.buy("jobs-daily", 1)


def test_nothing_is_bought_that_the_plan_to_come_has_no_price_for(tables: MemoryTables) -> None:
    rows = [NewPrice("go_paperless", sku, "GBP", PRICES[sku], date(2020, 1, 1)) for sku in PRICES if "jobs" in sku]
    load_prices([*rows, NewPrice("startup", "jobs-rolling", "GBP", 2600, date(2020, 1, 1))])
    world = World(NOW, plans={"jobs": "go_paperless"})
    change_plan(world.account_id, "jobs", "automation")
    for sku in ("jobs-rolling", "jobs-daily"):
        with pytest.raises(Impossible, match="no_price"):
            world.buy(sku, 1)
    # Contracted ones keep their price, so that the month that begins on the new plan can be charged.
    world.buy("jobs-contracted", 1)
    move_clock(world.account_id, NOW + timedelta(days=40))
    assert [(line[0], line[5]) for line in world.ledger()] == [("month", 1), ("month", 2), ("part_month", 1)]


@pytest.mark.parametrize(("product", "plan"), [("jobs", "starter"), ("jobs", "gold"), ("hr", "startup")])
def test_a_plan_of_another_product_is_none(tables: MemoryTables, product: str, plan: str) -> None:
    with pytest.raises(Invalid):
        change_plan(World(NOW).account_id, product, plan)


def test_a_line_is_credited_once_and_whole(tables: MemoryTables) -> None:
    world = World(NOW, tax_rate_bp=2000)
    world.until(NOW + timedelta(days=40))
    line = "2027-03-05.month.jobs-contracted.0"
    given = credit(world.account_id, line, "Agreed on the phone")
    assert (given["amount"], given["credits"], given["rule"]) == (-2000, line, "Agreed on the phone")
    with pytest.raises(Impossible, match="nothing_left"):
        credit(world.account_id, line, "Again")
    with pytest.raises(Impossible, match="not_creditable"):
        credit(world.account_id, given["charge_id"], "Back")
    with pytest.raises(Unknown):
        credit(world.account_id, "2027-03-05.month.jobs-rolling.0", "None such")
    world.until(datetime(2027, 5, 5, tzinfo=UTC))
    assert world.invoices()[-1][3:6] == (0, 0, 0)


def test_a_credited_day_is_not_credited_again_when_its_booking_goes(tables: MemoryTables) -> None:
    world = World(NOW, sku="jobs-daily")
    world.users = [world.owner_id]
    world.book("booked", 0, "a", NOW, "D", "2027-03-06")
    world.until(datetime(2027, 3, 8, 9, tzinfo=UTC))
    credit(world.account_id, world.charge_ids()[0], "Goodwill")
    world.book("cancelled", 0, "b", NOW + timedelta(hours=1), "D", "2027-03-06")
    world.until(datetime(2027, 3, 20, 9, tzinfo=UTC))
    assert [line[9] for line in world.ledger()] == [-250, 250]


@pytest.mark.parametrize("order", [("cancel", "log_in"), ("log_in", "cancel")])
def test_a_credited_day_is_not_charged_again_in_whatever_order_news_come(
    tables: MemoryTables, order: tuple[str, str]
) -> None:
    world = World(NOW, sku="jobs-daily")
    world.users = [world.owner_id]
    world.book("booked", 0, "a", NOW, "D", "2027-03-06")
    world.until(datetime(2027, 3, 8, 9, tzinfo=UTC))
    credit(world.account_id, world.charge_ids()[0], "Goodwill")
    late = {
        "cancel": lambda: world.book("cancelled", 0, "b", NOW + timedelta(hours=1), "D", "2027-03-06"),
        "log_in": lambda: world.log_in(0, "late", datetime(2027, 3, 6, 10, tzinfo=UTC)),
    }
    for number, name in enumerate(order):
        late[name]()
        world.until(datetime(2027, 3, 9 + number, 9, tzinfo=UTC))
    assert [line[9] for line in world.ledger()] == [-250, 250]


def test_tax_counts_for_invoices_closed_from_then_on(tables: MemoryTables) -> None:
    world = World(NOW, tax_rate_bp=1000)
    move_clock(world.account_id, NOW + timedelta(days=40), idle=True)
    set_tax(world.account_id, 2000)
    world.until(NOW + timedelta(days=70))
    assert [invoice[4] for invoice in world.invoices()] == [200, 200, 400]
    with pytest.raises(Invalid):
        set_tax(world.account_id, 10_001)

"""Two changes at once: one is made between what the other reads and what it writes, and every rule still holds."""

from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from shared.account import again, catch_up, change, purchase
from shared.account.advance import advance
from shared.account.books import Books, book_keys, open_books
from shared.account.cancellation import cancel_order
from shared.account.change import Call
from shared.account.clock import move_clock
from shared.account.close_invoice import half_close
from shared.account.credits import credit
from shared.account.orders import first_view
from shared.account.people import add_user
from shared.account.plan_change import change_plan
from shared.account.price_book import PriceBook
from shared.account.price_loading import NewPrice, load_prices
from shared.account.purchase import place_order, sign_order
from shared.account.quoting import quote
from shared.account.renew import renew_term
from shared.account.seat_moves import Wanted
from shared.account.seats import assign
from shared.account.signing import Signature
from shared.account.tax import set_tax
from shared.account.upcoming import upcoming
from shared.account.usage import take
from shared.account.usage_shapes import Report
from shared.auth import OWNERS, Caller
from shared.domain.catalog import GIGABYTE
from shared.domain.charge import Charge, part_month
from shared.errors import Busy, Impossible
from shared.store import dynamodb, keys
from shared.store.attributes import Item, from_attributes
from shared.store.billing import put_billing
from shared.store.charges import add_charge, check_still_open, credits_of
from shared.store.keys import Key
from shared.store.records import from_item
from shared.store.transaction import ConditionFailed, Transaction
from tests.support.history import World
from tests.support.memory_tables import Killed, MemoryTables

OPENED = datetime(2027, 3, 5, 9, tzinfo=UTC)
SIGNATURE = Signature("Ana Pop", "0" * 64, "Ana Pop")
Do = Callable[[], object]


@pytest.fixture
def world(tables: MemoryTables, monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.setattr(again, "FIRST_WAIT", 0)
    monkeypatch.setattr(change, "FIRST_WAIT", 0)
    return World(OPENED)


def between(tables: MemoryTables, request: str, other: Do) -> None:
    """Do something else right after the next request of a kind, once."""

    def called(_: int) -> None:
        if tables.calls[-1] == request:
            tables.between = lambda _: None
            other()

    tables.between = called


def after_reading(tables: MemoryTables, other: Do) -> None:
    between(tables, "batch_get_item", other)


def call(world: World, *, key: str | None = None) -> Call:
    return Call(Caller(world.account_id, world.owner_id, OWNERS), "POST", "/", "0", key=key)


def books(world: World) -> Books:
    return open_books(world.account_id, dynamodb.batch_get(book_keys(world.account_id)))


def quoted(world: World, sku: str, quantity: int) -> str:
    return str(quote(call(world), sku, quantity).body["quote_id"])


def ordered(world: World) -> str:
    return str(place_order(call(world), quoted(world, "jobs-rolling", 1), None).body["order_id"])


def standing(tables: MemoryTables, world: World, prefix: str) -> list[dict[str, Any]]:
    """Everything in the account's partition whose sort key begins so."""
    items = tables.tables["Licenses"].items()
    return [from_attributes(i) for (pk, sk), i in items if pk == f"A#{world.account_id}" and sk.startswith(prefix)]


def test_the_last_seat_is_taken_once(tables: MemoryTables, world: World) -> None:
    world.buy("jobs-rolling", 1)
    after_reading(tables, lambda: world.seat(1, "jobs-rolling"))
    with pytest.raises(Impossible, match="no_license_available"):
        world.seat(0, "jobs-rolling")
    pool = books(world).pool("jobs-rolling")
    assert (pool.owned, pool.assigned, pool.available) == (1, 1, 0)


def test_a_license_taken_meanwhile_is_not_deleted(tables: MemoryTables, world: World) -> None:
    world.buy("jobs-rolling", 1)
    after_reading(tables, lambda: world.seat(0, "jobs-rolling"))
    with pytest.raises(Impossible, match="not_enough_available"):
        world.delete("jobs-rolling", 1)
    assert books(world).pool("jobs-rolling").owned == 1


def test_two_purchases_are_both_paid_for(tables: MemoryTables, world: World) -> None:
    world.buy("jobs-rolling", 1)
    two = quoted(world, "jobs-rolling", 2)
    after_reading(tables, lambda: world.buy("jobs-rolling", 3))
    place_order(call(world), two, SIGNATURE)
    pool = books(world).pool("jobs-rolling")
    assert (pool.owned, pool.paid_quantity) == (6, 6)


def test_a_quote_is_ordered_with_once(tables: MemoryTables, world: World) -> None:
    quote_id = quoted(world, "jobs-rolling", 2)
    after_reading(tables, lambda: place_order(call(world), quote_id, None))
    with pytest.raises(Impossible, match="quote_used"):
        place_order(call(world), quote_id, None)
    assert len(standing(tables, world, "PENDING#")) == 1


def test_an_order_is_signed_or_cancelled(tables: MemoryTables, world: World) -> None:
    order_id = ordered(world)
    after_reading(tables, lambda: sign_order(call(world), order_id, SIGNATURE))
    with pytest.raises(Impossible, match="order_not_pending"):
        cancel_order(call(world), order_id)
    (order,) = [each for each in standing(tables, world, "ORDER#") if each["order_id"] == order_id]
    assert order["stored_status"] == "active"


def test_the_write_itself_refuses_an_order_that_has_run_out(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    order_id = ordered(world)
    move_clock(world.account_id, OPENED + timedelta(hours=720), idle=True)
    monkeypatch.setattr(purchase, "check_pending", lambda *_: None)
    with pytest.raises((Busy, Impossible)):
        sign_order(call(world), order_id, SIGNATURE)
    assert books(world).pool("jobs-rolling").owned == 0


def test_no_line_is_added_to_an_invoice_that_has_closed(world: World) -> None:
    move_clock(world.account_id, OPENED + timedelta(days=40), idle=True)
    catch_up.catch_up(world.account_id, OPENED + timedelta(days=40))
    seen = books(world)
    late = part_month(
        sku="jobs-rolling", source="late", quantity=1, unit_price=1, price_version=1, stop=None,
        starts_on=seen.billing.closed_on, billing_day=5, closed_on=seen.billing.closed_on,
    )  # fmt: skip
    half_close(seen)
    transaction = Transaction()
    add_charge(transaction, world.account_id, late)
    check_still_open(transaction, keys.billing(world.account_id), seen.billing, late)
    with pytest.raises(ConditionFailed):
        transaction.commit()


def test_a_purchase_does_not_slip_past_the_month_charged_meanwhile(tables: MemoryTables, world: World) -> None:
    quote_id = quoted(world, "jobs-contracted", 2)
    next_month = OPENED + timedelta(days=31)

    def charge() -> None:
        move_clock(world.account_id, next_month, idle=True)
        catch_up.catch_up(world.account_id, next_month)

    after_reading(tables, charge)
    with pytest.raises(Impossible, match="quote_changed"):
        place_order(call(world), quote_id, SIGNATURE)
    assert books(world).pool("jobs-contracted").owned == 1


def test_two_owners_do_not_demote_each_other(tables: MemoryTables, world: World) -> None:
    world.buy("jobs-rolling", 1)
    second = world.users[0]
    assign(call(world), second, "jobs", Wanted("jobs-rolling", "owner_manager"))
    demote = Wanted("jobs-contracted", "engineer")
    after_reading(tables, lambda: assign(call(world), world.owner_id, "jobs", demote))
    with pytest.raises(Impossible, match="last_owner"):
        assign(call(world), second, "jobs", Wanted("jobs-rolling", "engineer"))
    assert (dynamodb.get(keys.owners(world.account_id)) or {})["count"] == 1


def test_a_username_is_given_once(tables: MemoryTables, world: World) -> None:
    def add() -> object:
        return add_user(call(world), username="nora.new", name="Nora New", email="n@example.com", wanted=[])

    after_reading(tables, add)
    with pytest.raises(Impossible, match="username_taken"):
        add()


def test_a_line_is_credited_once(tables: MemoryTables, world: World) -> None:
    world.buy("jobs-rolling", 1)
    (charge_id,) = [each for each in world.charge_ids() if "rolling" in each]
    between(tables, "query", lambda: credit(world.account_id, charge_id, "First"))
    with pytest.raises(Impossible, match="nothing_left"):
        credit(world.account_id, charge_id, "Second")
    line = from_item(Charge, dynamodb.get(keys.charge(world.account_id, charge_id)) or {})
    assert [each.rule for each in credits_of(world.account_id, line)] == ["First"]


def test_an_event_id_is_taken_with_one_content(tables: MemoryTables, world: World) -> None:
    known = {"account_id": world.account_id, "user_id": world.users[0], "event_id": "e", "device": "mobile"}
    first, other = (
        Report("user.logged_in", known | {"occurred_at": f"2027-03-05T0{hour}:00:00Z"}) for hour in (8, 9)
    )  # fmt: skip
    after_reading(tables, lambda: take(first))
    outcome = take(other)
    assert (outcome.name, outcome.reason) == ("refused", "other_content")


def test_billing_is_not_written_over(world: World) -> None:
    seen = books(world)
    half_close(seen)
    transaction = Transaction()
    put_billing(transaction, seen.account, seen.billing, replace(seen.billing, next_invoice_no=9))
    with pytest.raises(ConditionFailed):
        transaction.commit()


def test_two_wishes_for_one_term_both_stand(tables: MemoryTables, world: World) -> None:
    skus = "sales-person-contracted", "sales-support-contracted"
    for sku in skus:
        world.buy(sku, 2)
    after_reading(tables, lambda: world.lower(skus[0], 1))
    world.lower(skus[1], 0)
    assert books(world).terms["sales"].wishes == {skus[0]: 1, skus[1]: 0}


def test_a_renewal_counts_the_seat_taken_meanwhile(world: World) -> None:
    world.buy("sales-person-contracted", 1)
    world.lower("sales-person-contracted", 0)
    seen = replace(books(world), now=OPENED + timedelta(days=366))
    assign(call(world), world.users[0], "sales", Wanted("sales-person-contracted", "sales_manager"))
    with pytest.raises(ConditionFailed):
        renew_term(seen, "sales", PriceBook())


def test_a_month_counts_the_sku_first_bought_meanwhile(tables: MemoryTables, world: World) -> None:
    world.until(OPENED + timedelta(days=1))
    after_reading(tables, lambda: world.buy("jobs-rolling", 2))
    advance(world.account_id, OPENED + timedelta(days=31))
    lines = [(line[0], line[5]) for line in world.ledger() if line[1] == "jobs-rolling"]
    assert lines == [("month", 2), ("part_month", 2)]


@pytest.mark.parametrize("is_back", [False, True], ids=["first bought", "bought again"])
def test_a_renewal_counts_the_sku_that_joins_meanwhile(tables: MemoryTables, world: World, is_back: bool) -> None:
    person, support = "sales-person-contracted", "sales-support-contracted"
    world.until(datetime(2027, 3, 20, 9, tzinfo=UTC))
    for sku in (person, support) if is_back else (person,):
        world.buy(sku, 1)
    if is_back:
        world.lower(support, 0)
        world.until(datetime(2028, 3, 20, 9, tzinfo=UTC))
    ends_on = books(world).terms["sales"].ends_before
    world.until(datetime(ends_on.year, 3, 10, 9, tzinfo=UTC))
    after_reading(tables, lambda: world.buy(support, 2))
    advance(world.account_id, datetime(ends_on.year, 3, 20, 9, tzinfo=UTC))
    lines = [(line[3], line[4]) for line in world.ledger() if line[1] == support and line[3].year == ends_on.year]
    assert lines == [(ends_on - timedelta(days=10), ends_on), (ends_on, date(ends_on.year, 4, 5))]


def test_an_invoice_is_issued_by_the_account_as_it_is(tables: MemoryTables, world: World) -> None:
    world.until(OPENED + timedelta(days=1))
    on = datetime(2027, 4, 5, tzinfo=UTC)
    move_clock(world.account_id, on - timedelta(hours=2), idle=True)
    after_reading(tables, lambda: set_tax(world.account_id, 2000))
    advance(world.account_id, on)
    assert [(invoice[3], invoice[4]) for invoice in world.invoices()] == [(2000, 0), (2000, 400)]


def test_the_upcoming_invoice_shows_a_month_charged_meanwhile_once(tables: MemoryTables, world: World) -> None:
    world.until(OPENED + timedelta(days=1))
    next_month = OPENED + timedelta(days=31)
    move_clock(world.account_id, next_month, idle=True)
    after_reading(tables, lambda: catch_up.catch_up(world.account_id, next_month))
    shown = upcoming(world.account_id, lines_cursor=None)
    assert ([line["kind"] for line in shown["lines"]], shown["net"]) == (["month"], 2000)


def test_books_read_while_a_term_begins_are_read_again(
    tables: MemoryTables, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.until(OPENED + timedelta(days=1))
    world.buy("sales-person-contracted", 1)
    read, term = dynamodb.batch_get, keys.term(world.account_id, "sales")

    def torn(wanted: Iterable[Key]) -> dict[Key, Item]:
        """Each item is read for itself: the pool as it is, the term as it was before the order."""
        monkeypatch.setattr(dynamodb, "batch_get", read)
        return {key: item for key, item in read(wanted).items() if key != term}

    for look in (
        lambda: upcoming(world.account_id, lines_cursor=None),
        lambda: advance(world.account_id, OPENED + timedelta(days=31)),
    ):
        monkeypatch.setattr(dynamodb, "batch_get", torn)
        look()
    assert [line[0] for line in world.ledger() if line[1] == "sales-person-contracted"] == ["month", "part_month"]


def test_a_person_is_given_one_seat_of_a_product(tables: MemoryTables, world: World) -> None:
    world.buy("jobs-rolling", 1)
    world.buy("jobs-daily", 1)
    after_reading(tables, lambda: world.seat(0, "jobs-daily"))
    world.seat(0, "jobs-rolling")
    now = books(world)
    assert [now.pool(sku).assigned for sku in ("jobs-rolling", "jobs-daily")] == [1, 0]


def test_one_key_is_answered_once(tables: MemoryTables, world: World) -> None:
    answers = []
    after_reading(tables, lambda: answers.append(quote(call(world, key="k"), "jobs-rolling", 1)))
    answers.append(quote(call(world, key="k"), "jobs-rolling", 1))
    assert answers[0].body == answers[1].body
    assert len(standing(tables, world, "QUOTE#")) == 1


def test_a_change_and_its_answer_are_kept_together(tables: MemoryTables, world: World) -> None:
    def killed() -> None:
        raise Killed

    between(tables, "transact_write_items", killed)
    with suppress(Killed):
        quote(call(world, key="k"), "jobs-rolling", 1)
    quote(call(world, key="k"), "jobs-rolling", 1)
    assert len(standing(tables, world, "QUOTE#")) == 1


def test_an_allowance_that_two_change_at_once_is_told_of_as_it_is(tables: MemoryTables, world: World) -> None:
    world.buy("sales-person-rolling", 2)
    world.buy("sales-support-rolling", 2)
    world.measure("sales", 100 * GIGABYTE, "m", OPENED)
    after_reading(tables, lambda: world.delete("sales-support-rolling", 1))
    world.delete("sales-person-rolling", 1)
    assert [each["level"] for each in world.told("storage.crossed")] == [80, 100]
    after_reading(tables, lambda: world.buy("sales-support-contracted", 9))
    world.delete("sales-person-rolling", 1)
    assert len(world.told("storage.crossed")) == 2


def test_an_allowance_that_a_plan_changes_meanwhile_is_told_of_as_it_is(tables: MemoryTables, world: World) -> None:
    world.buy("jobs-rolling", 1)
    world.measure("jobs", 9 * GIGABYTE, "m", OPENED)
    after_reading(tables, lambda: change_plan(world.account_id, "jobs", "automation"))
    world.delete("jobs-rolling", 1)
    assert world.told("storage.crossed") == []


def test_a_plan_does_not_count_from_a_month_charged_meanwhile(tables: MemoryTables, world: World) -> None:
    after_reading(tables, lambda: world.until(OPENED + timedelta(days=40)))
    assert change_plan(world.account_id, "jobs", "automation")["from_on"] == date(2027, 5, 5)


@pytest.mark.parametrize("day", [31, 366], ids=["month", "renewal"])
def test_a_month_or_term_is_charged_on_the_plan_written_meanwhile(
    tables: MemoryTables, world: World, monkeypatch: pytest.MonkeyPatch, day: int
) -> None:
    monkeypatch.setenv("STAGE", "local")
    sku = "jobs-rolling" if day == 31 else "jobs-contracted"
    load_prices([NewPrice("automation", sku, "GBP", 4321, date(2027, 3, 1))])
    world.buy("jobs-rolling", 1)
    world.until(OPENED + timedelta(days=day - 2))
    starts_on = (OPENED + timedelta(days=day)).date()
    after_reading(tables, lambda: change_plan(world.account_id, "jobs", "automation"))
    advance(world.account_id, OPENED + timedelta(days=day))
    lines = [i for i in world.charge_ids() if i.startswith(str(starts_on)) and sku in i]
    charged = [from_item(Charge, dynamodb.get(keys.charge(world.account_id, each)) or {}) for each in lines]
    assert [each.unit_price for each in charged] == [4321]


def test_a_contract_tells_of_the_view_that_came_meanwhile(tables: MemoryTables, world: World) -> None:
    order_id = ordered(world)
    after_reading(tables, lambda: first_view(world.account_id, order_id))
    sign_order(call(world), order_id, SIGNATURE)
    (order,) = [each for each in standing(tables, world, "ORDER#") if each["order_id"] == order_id]
    (contract,) = [each for each in standing(tables, world, "CONTRACT#") if each["order_id"] == order_id]
    assert contract.get("viewed_at") == order["viewed_at"]

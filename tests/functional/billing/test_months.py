"""Months, part-months, deletions and renewals, through the API and the sandbox clock."""

import pytest

from shared.jobs import run_job
from tests.support.sample import order_body
from tests.support.sandbox import at, load_price, sandbox

ROLLING = "jobs-rolling"


def test_a_billing_day_of_31_is_clipped_and_half_a_minor_unit_rounds_up() -> None:
    account = sandbox("2027-01-31T09:00", prices={ROLLING: 4999}, tax_rate_bp=2000)
    account.until("2027-02-14T09:00")
    account.buy(ROLLING, 5)
    assert account.lines(ROLLING) == [("part_month", "2027-02-14", "2027-02-28", 5, 12498)]
    account.until("2027-05-31T09:00")
    dates = [invoice["issued_on"] for invoice in account.invoices()]
    assert dates == ["2027-01-31", "2027-02-28", "2027-03-31", "2027-04-30", "2027-05-31"]
    assert [line["days"] for line in account.charges() if line["kind"] == "month" and line["sku"] != ROLLING] == [
        28, 31, 30, 31, 30,
    ]  # fmt: skip


def test_deleted_licenses_that_are_paid_for_can_be_bought_back_within_the_month() -> None:
    account = sandbox("2027-03-05T00:00", sku=ROLLING, quantity=10)
    account.until("2027-03-12T09:00")
    assert account.company.call("POST", f"/v1/licenses/{ROLLING}/deletions", {"quantity": 4}).body["owned"] == 6
    account.until("2027-03-25T09:00")
    account.buy(ROLLING, 6)
    account.until("2027-04-05T00:00")
    assert account.lines(ROLLING) == [
        ("month", "2027-03-05", "2027-04-05", 10, 26000),
        ("part_month", "2027-03-25", "2027-04-05", 2, 1845),
        ("month", "2027-04-05", "2027-05-05", 12, 31200),
    ]


def test_a_renewal_inside_a_month_splits_it_at_the_terms_end() -> None:
    sku = "sales-person-contracted"
    account = sandbox("2027-03-05T00:00")
    account.until("2027-03-20T09:00")
    account.buy(sku, 2)
    ana = account.company.owner_id
    seat = {"sku": sku, "role": "sales_manager"}
    assert account.company.call("PUT", f"/v1/users/{ana}/licenses/sales", seat).status == 200
    load_price("starter", sku, 4800, "2028-03-20")
    assert account.company.call("PUT", f"/v1/licenses/{sku}/renewal", {"quantity": 0}).status == 200
    account.until("2028-04-05T00:00")
    lines = account.lines(sku)
    assert lines[0] == ("part_month", "2027-03-20", "2027-04-05", 2, 4645)
    assert lines[-3:] == [
        ("month", "2028-03-05", "2028-03-20", 2, 4355),
        ("part_month", "2028-03-20", "2028-04-05", 1, 2477),
        ("month", "2028-04-05", "2028-05-05", 1, 4800),
    ]


def test_a_wish_that_seats_held_up_stands_for_the_renewal_after() -> None:
    account = sandbox("2027-03-05T00:00")
    renewal = "/v1/licenses/jobs-contracted/renewal"
    assert account.company.call("PUT", renewal, {"quantity": 0}).status == 200
    account.until("2028-03-06T00:00")
    kept = account.company.call("GET", renewal).body
    assert (kept["quantity"], kept["assigned"], kept["applies_on"]) == (0, 1, "2029-03-05")


def test_a_run_that_comes_late_bills_each_month_on_its_own_day() -> None:
    account = sandbox("2026-02-05T09:00", prices={ROLLING: 1000})
    account.buy(ROLLING, 4)
    account.until("2026-03-04T09:00")
    account.until("2026-03-08T09:00", idle=True)
    account.buy(ROLLING, 2)
    first = run_job("bill-month", at("2026-03-11T09:00"), account.account_id)
    assert first["invoices"] == 1
    assert run_job("bill-month", at("2026-05-06T09:00"), account.account_id)["invoices"] == 2
    rolling = [
        (invoice["number"], invoice["issued_on"], line["kind"], line["quantity"], line["amount"])
        for invoice in account.invoices()
        for line in invoice["lines"]
        if line["sku"] == ROLLING
    ]
    assert rolling == [
        (2, "2026-03-05", "part_month", 4, 4000), (2, "2026-03-05", "month", 4, 4000),
        (3, "2026-04-05", "part_month", 2, 1806), (3, "2026-04-05", "month", 6, 6000),
        (4, "2026-05-05", "month", 6, 6000),
    ]  # fmt: skip
    assert account.company.call("GET", "/v1/licenses").body["next_billing_on"] == "2026-06-05"


@pytest.mark.parametrize(
    ("year", "ends", "days", "amount"),
    [
        (2024, ["2024-02-29", "2024-03-30", "2024-04-30"], [30, 30, 31], 200),
        (2023, ["2023-02-28", "2023-03-30", "2023-04-30"], [29, 30, 31], 103),
    ],
)
def test_a_billing_day_of_30_returns_after_february(year: int, ends: list[str], days: list[int], amount: int) -> None:
    account = sandbox(f"{year}-01-30T09:00", prices={ROLLING: 1000})
    account.until(f"{year}-02-27T09:00")
    account.buy(ROLLING, 3)
    assert account.lines(ROLLING)[0][-1] == amount
    account.until(f"{year}-04-01T09:00")
    months = [line for line in account.charges() if line["kind"] == "month" and line["sku"] != ROLLING]
    assert [line["ends_before"] for line in months] == ends
    assert [line["days"] for line in months] == days
    assert [line["starts_on"] for line in months[1:]] == ends[:-1]


def test_a_quote_of_yesterday_or_at_an_old_price_buys_nothing() -> None:
    account = sandbox("2026-06-01T00:00", time_zone="Australia/Sydney", prices={ROLLING: 3000})
    account.until("2026-06-10T13:59:50")
    first = account.quote(ROLLING, 2)
    assert (first["due_now"]["days"], first["due_now"]["net"]) == (21, 4200)
    account.until("2026-06-10T14:00:10")
    reply = account.company.call("POST", "/v1/licenses/orders", order_body(first, "Ana Pop"))
    assert (reply.status, reply.code) == (409, "quote_changed")
    assert (reply.body["quote"]["due_now"]["days"], reply.body["quote"]["due_now"]["net"]) == (20, 4000)
    second = account.quote(ROLLING, 2)
    load_price("go_paperless", ROLLING, 3300, "2026-06-11")
    reply = account.company.call("POST", "/v1/licenses/orders", order_body(second, "Ana Pop"))
    assert (reply.code, reply.body["quote"]["unit_price"]) == ("quote_changed", 3300)
    assert account.lines(ROLLING) == []
    assert account.company.pool(ROLLING)["owned"] == 0

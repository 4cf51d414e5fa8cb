"""Invoices of more lines, and a ledger of more rows, than one answer holds."""

import csv
import io
from typing import Any

import pytest

from functions.billing import charges
from shared.account import invoices, upcoming
from tests.functional.billing.test_days import daily_company, report
from tests.support.sandbox import Sandbox


def test_a_thousand_lines_and_ten_thousand_rows_are_the_most() -> None:
    assert (invoices.MOST_LINES, upcoming.MOST_LINES, charges.MOST_ROWS) == (1000, 1000, 10_000)


@pytest.fixture
def account() -> Sandbox:
    """Seven used days, due on the fifth of April."""
    account = daily_company("2027-03-05T09:00")
    for day in range(6, 13):
        report("user.logged_in", account, f"e{day}", f"2027-03-{day:02}T10:00:00Z", device="desktop")
    account.until("2027-03-20T09:00")
    return account


def lengths(account: Sandbox, path: str) -> list[int]:
    """How many lines each answer of an invoice has; together they are all, each once."""
    answers: list[list[Any]] = []
    query = dict[str, str]()
    while True:
        body = account.company.call("GET", f"/v1/billing/{path}", query=query).body
        answers.append([line["starts_on"] for line in body["lines"]])
        if body["lines_cursor"] is None:
            break
        query = {"lines_cursor": body["lines_cursor"]}
    assert [on for some in answers for on in some] == [f"2027-03-{day:02}" for day in range(6, 13)]
    return [len(some) for some in answers]


def test_an_invoice_tells_so_many_lines_at_a_time(account: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (invoices, upcoming):
        monkeypatch.setattr(module, "MOST_LINES", 3)
    assert lengths(account, "upcoming") == [3, 3, 1]
    account.until("2027-04-05T09:00")
    assert lengths(account, "invoices/1") == [3, 3, 1]


def test_the_ledger_as_csv_comes_so_many_rows_at_a_time(account: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(charges, "MOST_ROWS", 4)
    known = [charge["charge_id"] for charge in account.charges()]
    first = account.company.call("GET", "/v1/billing/charges", headers={"accept": "text/csv"})
    rest = account.company.call(
        "GET", "/v1/billing/charges", query={"cursor": first.headers["x-next-cursor"]}, headers={"accept": "text/csv"}
    )
    assert "x-next-cursor" not in rest.headers
    found = [[row["charge_id"] for row in csv.DictReader(io.StringIO(reply.body))] for reply in (first, rest)]
    assert found == [known[:4], known[4:]]

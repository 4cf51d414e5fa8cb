"""Ledger and invoices as people read them."""

import csv
import io
import json

import pytest

from shared import pages
from tests.functional.billing.test_days import daily_company, diary, report
from tests.support.sandbox import Sandbox, load_price, sandbox

ROLLING = "jobs-rolling"


def test_the_upcoming_invoice_is_the_one_that_is_issued() -> None:
    account = sandbox("2027-03-05T09:00", tax_rate_bp=1950)
    account.until("2027-03-20T09:00")
    account.buy("sales-person-contracted", 3)
    account.buy("jobs-daily", 1)
    load_price("starter", "sales-person-contracted", 4800, "2028-03-01")
    account.until("2028-03-10T09:00")
    account.buy(ROLLING, 2)
    ana = account.company.owner_id
    seat = {"sku": "jobs-daily", "role": "owner_manager"}
    assert account.company.call("PUT", f"/v1/users/{ana}/licenses/jobs", seat).status == 200
    diary("booked", account, "D1", "e1", "2028-03-10T09:00:00Z", "2028-04-01")
    report("user.logged_in", account, "e2", "2028-03-10T08:00:00Z", device="desktop")
    before = account.company.call("GET", "/v1/billing/upcoming").body
    assert [line["kind"] for line in before["lines"]] == ["day", "part_month", "part_month", "day", *["month"] * 3]
    account.until("2028-04-05T00:00")
    issued = account.invoices()[-1]
    lines = [line | {"invoice_number": None} for line in issued["lines"]]
    assert issued | {"number": None, "lines": lines} == before
    assert before["total"] == before["net"] + before["tax"]


def test_three_lines_of_333_make_199_8_of_tax() -> None:
    account = daily_company("2027-03-05T09:00", tax_rate_bp=2000, prices={"jobs-daily": 333})
    for day in (6, 7, 8):
        report("user.logged_in", account, f"e{day}", f"2027-03-{day:02}T10:00:00Z", device="desktop")
    account.until("2027-04-05T00:00")
    assert [(each["net"], each["tax"], each["total"]) for each in account.invoices()] == [(999, 200, 1199)]


def test_the_ledger_comes_as_csv_under_the_names_of_its_fields() -> None:
    account = sandbox("2027-03-05T09:00")
    account.until("2027-05-05T09:00")
    headers = {"accept": "text/csv"}
    reply = account.company.call("GET", "/v1/billing/charges", headers=headers)
    assert reply.headers["content-type"].startswith("text/csv")
    rows = list(csv.DictReader(io.StringIO(reply.body)))
    listed = account.charges()
    assert [row["charge_id"] for row in rows] == [charge["charge_id"] for charge in listed]
    assert set(rows[0]) == set(listed[0])
    assert (rows[0]["amount"], rows[0]["user_id"], rows[0]["invoice_number"]) == ("2000", "", "1")


def test_charges_are_found_by_service_date_page_by_page() -> None:
    account = sandbox("2027-03-05T09:00")
    account.until("2027-06-05T09:00")
    dates = [charge["starts_on"] for charge in account.charges(**{"from": "2027-04-05", "to": "2027-06-05"})]
    assert dates == ["2027-04-05", "2027-05-05"]
    page = account.company.call("GET", "/v1/billing/charges", query={"limit": "3"}).body
    rest = account.company.call("GET", "/v1/billing/charges", query={"limit": "3", "cursor": page["next_cursor"]}).body
    assert ([len(page["items"]), len(rest["items"])], rest["next_cursor"]) == ([3, 1], None)
    wrong = account.company.call("GET", "/v1/billing/charges", query={"from": "2027-05-05", "to": "2027-04-05"})
    assert (wrong.status, wrong.body["errors"][0]["field"]) == (422, "to")
    for query in (
        {"from": "1"}, {"to": "2027-02-30"}, {"cursor": "zzzz"}, {"limit": "101"}, {"form": "x"},
        {"from": "2027-3-5"}, {"from": "٢٠٢٧-٠٣-٠٥"}, {"to": "20270305"},
    ):  # fmt: skip
        reply = account.company.call("GET", "/v1/billing/charges", query=query)
        assert (reply.status, [each["field"] for each in reply.body["errors"]]) == (422, list(query))


@pytest.mark.parametrize("path", ["upcoming", "invoices/1"])
def test_a_cursor_that_leads_nowhere_is_named_as_it_was_sent(path: str) -> None:
    account = sandbox("2027-03-05T09:00")
    account.until("2027-03-06T09:00")
    reply = account.company.call("GET", f"/v1/billing/{path}", query={"lines_cursor": "@@"})
    assert (reply.status, [each["field"] for each in reply.body["errors"]]) == (422, ["lines_cursor"])


def test_invoices_are_listed_newest_first_and_others_are_unknown() -> None:
    account = sandbox("2027-03-05T09:00")
    account.until("2027-05-05T09:00")
    listed = account.company.call("GET", "/v1/billing/invoices").body["items"]
    assert [each["number"] for each in listed] == [3, 2, 1]
    assert "lines" not in listed[0] and "pdf" not in listed[0]
    for number in ("4", "0", "-1", "x", "01"):
        assert account.company.call("GET", f"/v1/billing/invoices/{number}").status == 404


def test_an_invoice_that_will_not_be_issued_is_not_the_upcoming_one() -> None:
    account = daily_company("2027-03-05T09:00")
    report("user.logged_in", account, "e1", "2027-03-05T08:00:00Z", device="desktop")
    upcoming = account.company.call("GET", "/v1/billing/upcoming").body
    assert (upcoming["issued_on"], upcoming["net"]) == ("2027-04-05", 250)


def test_an_answer_is_never_longer_than_a_function_may_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    account = daily_company("2027-03-05T09:00")
    for day in range(6, 12):
        for number in range(3):
            name = f"{day}-{number}".ljust(200, '"')
            report("user.logged_in", account, name, f"2027-03-{day:02}T10:00:00Z", device="desktop")
    account.until("2027-03-20T09:00")
    ids = [charge["charge_id"] for charge in account.charges()]
    monkeypatch.setattr(pages, "MOST_BYTES", 9_000)
    read = {
        ("charges", "cursor"): _followed(account, "charges", "items", "next_cursor", "cursor"),
        ("upcoming", "lines_cursor"): _followed(account, "upcoming", "lines", "lines_cursor", "lines_cursor"),
        ("csv", "cursor"): _followed_as_csv(account),
    }
    for answers in read.values():
        assert len(answers) > 1
    account.until("2027-04-05T09:00")
    read["invoices/1", "lines_cursor"] = _followed(account, "invoices/1", "lines", "lines_cursor", "lines_cursor")
    for (what, _), answers in read.items():
        assert [len(json.dumps(text)) for text, _ in answers if len(json.dumps(text)) > 10_500] == [], what
        found = [charge_id for _, some in answers for charge_id in some]
        assert [each for each in found if ".day." in each] == [each for each in ids if ".day." in each], what


def _followed(account: Sandbox, path: str, items: str, cursor: str, name: str) -> list[tuple[str, list[str]]]:
    """Each answer of a list, read to its end, and the charges in it."""
    answers, query = [], dict[str, str]()
    while True:
        body = account.company.call("GET", f"/v1/billing/{path}", query=query).body
        answers.append((json.dumps(body), [line["charge_id"] for line in body[items]]))
        if body[cursor] is None:
            return answers
        query = {name: body[cursor]}


def _followed_as_csv(account: Sandbox) -> list[tuple[str, list[str]]]:
    answers, query = [], dict[str, str]()
    while True:
        reply = account.company.call("GET", "/v1/billing/charges", query=query, headers={"accept": "text/csv"})
        answers.append((reply.body, [row["charge_id"] for row in csv.DictReader(io.StringIO(reply.body))]))
        if "x-next-cursor" not in reply.headers:
            return answers
        query = {"cursor": reply.headers["x-next-cursor"]}

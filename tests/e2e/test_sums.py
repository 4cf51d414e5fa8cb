"""Money through the API, the bus, sandbox clocks and jobs, as sums that were worked out by hand."""

from datetime import date
from typing import Any

from infra.local.stack import Stack
from shared.ids import new_id
from tests.e2e.test_billing import taken
from tests.support.eventually import eventually
from tests.support.people import Person, open_company, operate, operate_file
from tests.support.sample import signature_body


def company_at(stack: Stack, now: str, **changes: Any) -> tuple[str, Person]:
    return open_company(stack, sandbox={"now": now}, **changes)


def clock(account_id: str, to: str, *more: str) -> None:
    code, moved = operate("clock", account_id, "--to", to, *more)
    assert code == 0, moved


def charges(owner: Person, sku: str) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = owner.get("/v1/billing/charges?limit=100")["items"]
    return [item for item in items if item["sku"] == sku]


def invoices(owner: Person) -> list[dict[str, Any]]:
    """Oldest first, each with its lines."""
    listed = owner.get("/v1/billing/invoices")["items"]
    return [owner.get(f"/v1/billing/invoices/{each['number']}") for each in reversed(listed)]


def lines_of(invoice: dict[str, Any], sku: str) -> list[tuple[str, int, int]]:
    return [(line["kind"], line["quantity"], line["amount"]) for line in invoice["lines"] if line["sku"] == sku]


def put(*events: tuple[str, dict[str, Any]]) -> None:
    told = [{"detail_type": kind, "detail": detail} for kind, detail in events]
    code, answer = operate_file("put-event", told)
    assert code == 0, answer


def load_price(sku: str, unit_price: int, on: str, plan: str = "go_paperless", currency: str = "GBP") -> None:
    row = {"plan": plan, "sku": sku, "currency": currency, "unit_price": unit_price, "effective_from": on}
    code, answer = operate_file("load-prices", [row])
    assert code == 0, answer


def test_a_month_that_is_clipped_is_charged_by_its_own_days(stack: Stack) -> None:
    account_id, owner = company_at(stack, "2027-01-31T09:00:00Z", currency="EUR", tax_rate_bp=2000)
    clock(account_id, "2027-02-14T09:00:00Z")
    quote = owner.call("POST", "/v1/licenses/quotes", {"sku": "jobs-rolling", "quantity": 5}).json
    assert quote["due_now"] == {
        "net": 6500, "tax": 1300, "gross": 7800, "days": 14, "days_in_month": 28, "charged_quantity": 5,
    }  # fmt: skip
    owner.buy("jobs-rolling", 5)
    (charge,) = charges(owner, "jobs-rolling")
    assert (charge["starts_on"], charge["ends_before"], charge["amount"]) == ("2027-02-14", "2027-02-28", 6500)
    assert operate("verify", account_id)[0] == 0


def test_what_was_paid_for_is_not_charged_twice(stack: Stack) -> None:
    account_id, owner = company_at(stack, "2027-02-05T09:00:00Z")
    owner.buy("jobs-rolling", 10)
    clock(account_id, "2027-03-12T09:00:00Z")
    owner.call("POST", "/v1/licenses/jobs-rolling/deletions", {"quantity": 4})
    clock(account_id, "2027-03-25T09:00:00Z")
    owner.buy("jobs-rolling", 6)
    clock(account_id, "2027-04-05T09:00:00Z")
    assert lines_of(invoices(owner)[-1], "jobs-rolling") == [("part_month", 2, 1845), ("month", 12, 31200)]
    upcoming = owner.get("/v1/billing/upcoming")
    assert (upcoming["issued_on"], lines_of(upcoming, "jobs-rolling")) == ("2027-05-05", [("month", 12, 31200)])
    assert operate("verify", account_id)[0] == 0


def test_a_term_that_ends_inside_a_month_splits_it(stack: Stack) -> None:
    account_id, owner = company_at(stack, "2027-03-05T09:00:00Z")
    clock(account_id, "2027-03-20T09:00:00Z")
    bought = owner.buy("sales-person-contracted", 2)
    assert bought["status"] == "active"
    owner.add("holder", sku="sales-person-contracted", role="sales_person")
    lowered = owner.call("PUT", "/v1/licenses/sales-person-contracted/renewal", {"quantity": 1})
    assert (lowered.status, lowered.json["applies_on"]) == (200, "2028-03-20")
    clock(account_id, "2028-04-05T09:00:00Z")
    amounts = [
        (c["kind"], c["starts_on"], c["quantity"], c["amount"]) for c in charges(owner, "sales-person-contracted")
    ]
    assert amounts[0] == ("part_month", "2027-03-20", 2, 4645)
    assert amounts[-3:] == [
        ("month", "2028-03-05", 2, 4355),
        ("part_month", "2028-03-20", 1, 2323),
        ("month", "2028-04-05", 1, 4500),
    ]
    assert operate("verify", account_id)[0] == 0


def test_the_first_order_ever_a_daily_one_and_the_days_used(stack: Stack) -> None:
    first = {"sku": "jobs-daily", "quantity": 1, "reference": "PO-9"}
    account_id, owner = company_at(stack, "2027-01-30T09:00:00Z", first_order=first)
    me = owner.get("/v1/me")["user_id"]
    days = [logged_in(account_id, me, f"{day}T10:00:00Z") for day in ("2027-01-30", "2027-02-27")]
    put(*(("user.logged_in", day) for day in days))
    # The owner's own log-in to the test is an event too: what was put is waited for by its ids.
    taken(account_id, stack, *(day["event_id"] for day in days))
    clock(account_id, "2027-03-10T09:00:00Z")
    (invoice,) = invoices(owner)
    assert (invoice["number"], invoice["issued_on"], invoice["net"]) == (1, "2027-02-28", 500)
    owner.buy("jobs-contracted", 12)
    (charge,) = charges(owner, "jobs-contracted")
    assert (charge["days"], charge["days_in_month"], charge["amount"]) == (20, 30, 16000)
    term = owner.get("/v1/licenses")["products"][0]["term"]
    assert term == {"starts_on": "2027-03-10", "ends_before": "2028-03-10"}
    assert operate("verify", account_id)[0] == 0


def logged_in(account_id: str, user_id: str, at: str, device: str = "desktop") -> dict[str, Any]:
    return {
        "event_id": new_id(), "account_id": account_id, "user_id": user_id, "occurred_at": at, "device": device,
    }  # fmt: skip


def test_bookings_count_by_their_latest_version_in_whatever_order_they_come(stack: Stack) -> None:
    account_id, owner = company_at(stack, "2027-03-09T09:00:00Z", time_zone="Europe/Dublin")
    owner.buy("jobs-daily", 1)
    user_id = owner.add("daily", sku="jobs-daily", role="engineer")

    def diary(kind: str, diary_event: str, on: str, at: str, event_id: str) -> tuple[str, dict[str, Any]]:
        return f"diary_event.{kind}", {
            "event_id": event_id, "account_id": account_id, "user_id": user_id, "occurred_at": at,
            "diary_event_id": diary_event, "diary_on": on,
        }  # fmt: skip

    clock(account_id, "2027-03-09T10:30:00Z")
    ids = [new_id() for _ in range(5)]
    booked = diary("booked", "D1", "2027-03-10", "2027-03-09T10:00:00Z", ids[0])
    put(
        diary("cancelled", "D1", "2027-03-12", "2027-03-09T10:07:00Z", ids[2]),
        diary("moved", "D1", "2027-03-12", "2027-03-09T10:05:00Z", ids[1]),
        booked, booked,
        diary("moved", "D2", "2027-03-12", "2027-03-09T10:05:00Z", ids[3]),
        diary("booked", "D2", "2027-03-10", "2027-03-09T10:00:00Z", ids[4]),
        diary("booked", "D2", "2027-03-11", "2027-03-09T10:00:00Z", ids[4]),
    )  # fmt: skip
    taken(account_id, stack, *ids)
    aside = eventually(lambda: [e for e in operate("kept-aside", "list")[1]["items"] if ids[4] in str(e)], within=30)
    assert len(aside) == 1
    clock(account_id, "2027-03-14T09:00:00Z")
    (charge,) = charges(owner, "jobs-daily")
    assert (charge["kind"], charge["starts_on"], charge["user_id"]) == ("day", "2027-03-12", user_id)
    assert "D2" in str(charge["triggers"])
    assert operate("run-job", "charge-daily", "--at", "2027-03-14T09:00:00Z", "--account", account_id)[0] == 0
    assert len(charges(owner, "jobs-daily")) == 1
    assert operate("verify", account_id)[0] == 0


def test_a_late_run_bills_each_month_on_its_own_day(stack: Stack) -> None:
    account_id, owner = company_at(stack, "2026-02-05T09:00:00Z")
    owner.buy("jobs-rolling", 4)
    clock(account_id, "2026-03-04T09:00:00Z")
    clock(account_id, "2026-03-08T09:00:00Z", "--idle")
    owner.buy("jobs-rolling", 2)
    assert operate("run-job", "bill-month", "--at", "2026-03-11T09:00:00Z", "--account", account_id)[0] == 0
    march = invoices(owner)[-1]
    assert (march["issued_on"], lines_of(march, "jobs-rolling")[-1]) == ("2026-03-05", ("month", 4, 10400))
    assert [line for line in lines_of(march, "jobs-rolling") if line[1] == 2] == []
    assert operate("run-job", "bill-month", "--at", "2026-05-06T09:00:00Z", "--account", account_id)[0] == 0
    april, may = invoices(owner)[-2:]
    assert [april["issued_on"], may["issued_on"]] == ["2026-04-05", "2026-05-05"]
    assert may["number"] == april["number"] + 1 == march["number"] + 2
    assert sorted(lines_of(april, "jobs-rolling")) == [("month", 6, 15600), ("part_month", 2, 4697)]
    assert lines_of(may, "jobs-rolling") == [("month", 6, 15600)]
    assert owner.get("/v1/licenses")["next_billing_on"] == "2026-06-05"
    assert operate("verify", account_id)[0] == 0


def test_what_was_quoted_is_charged_or_a_new_quote_is_given(stack: Stack) -> None:
    account_id, owner = company_at(
        stack, "2026-06-01T09:00:00Z", time_zone="Australia/Sydney", currency="AUD", plans={"jobs": "automation"}
    )
    clock(account_id, "2026-06-10T13:59:50Z")
    quote = owner.call("POST", "/v1/licenses/quotes", {"sku": "jobs-rolling", "quantity": 2}).json
    assert (quote["due_now"]["net"], quote["expires_at"]) == (7280, "2026-06-10T14:00:00Z")  # 2 x 5200 x 21/30
    clock(account_id, "2026-06-10T14:00:10Z")
    body = {"quote_id": quote["quote_id"], "signature": signature_body(quote["document_sha256"])}
    late = owner.call("POST", "/v1/licenses/orders", body)
    assert (late.status, late.json["code"]) == (409, "quote_changed")
    assert late.json["quote"]["due_now"]["net"] == 6933  # 20/30
    load_price("jobs-rolling", 6600, "2026-06-11", plan="automation", currency="AUD")
    fresh = late.json["quote"]
    body = {"quote_id": fresh["quote_id"], "signature": signature_body(fresh["document_sha256"])}
    dearer = owner.call("POST", "/v1/licenses/orders", body)
    assert (dearer.status, dearer.json["quote"]["unit_price"]) == (409, 6600)
    assert owner.get("/v1/licenses/orders")["items"][0]["sku"] == "jobs-contracted"
    assert operate("verify", account_id)[0] == 0


def test_an_invoice_has_a_pdf(stack: Stack) -> None:
    account_id, owner = company_at(stack, "2027-03-05T09:00:00Z", tax_rate_bp=2000)
    clock(account_id, "2027-03-05T09:00:00Z")
    (invoice,) = invoices(owner)
    assert (invoice["net"], invoice["tax"], invoice["total"]) == (2000, 400, 2400)
    assert date.fromisoformat(invoice["issued_on"]) == date(2027, 3, 5)
    link = eventually(lambda: owner.get("/v1/billing/invoices/1")["pdf"], within=60)
    assert link["file_name"].endswith(".pdf")
    assert operate("verify", account_id)[0] == 0

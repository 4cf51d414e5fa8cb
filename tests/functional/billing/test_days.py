"""Used days: what the product reports, through its queue, and what is charged for it."""

import json
from typing import Any

from shared.account.kept_aside import kept_aside_list
from tests.support.bus import bring
from tests.support.sandbox import Sandbox, load_price, sandbox

DAILY = "jobs-daily"


def report(detail_type: str, account: Sandbox, event_id: str, occurred_at: str, **detail: Any) -> None:
    """Send one event of the product through the handler of its queue."""
    known = {"event_id": event_id, "account_id": account.account_id, "occurred_at": occurred_at}
    detail = known | {"user_id": account.company.owner_id} | detail
    body = json.dumps({"source": "product", "detail-type": detail_type, "detail": detail})
    assert bring("functions.billing.record_usage", [body]) == []


def diary(kind: str, account: Sandbox, diary_id: str, event_id: str, occurred_at: str, on: str, **more: Any) -> None:
    detail = {"diary_event_id": diary_id, "diary_on": on} | more
    report(f"diary_event.{kind}", account, event_id, occurred_at, **detail)


def daily_company(opened: str, **more: Any) -> Sandbox:
    """A company whose owner holds the only license, a daily one."""
    return sandbox(opened, sku=DAILY, **more)


def days(account: Sandbox) -> list[tuple[str, str, int, int | None]]:
    return [
        (line["kind"], line["starts_on"], line["amount"], line["invoice_number"])
        for line in account.charges()
        if line["sku"] == DAILY
    ]


def test_days_are_those_of_the_accounts_zone_at_the_price_of_each() -> None:
    account = daily_company("2027-03-20T09:00")
    load_price("go_paperless", DAILY, 300, "2027-03-29")
    report("user.logged_in", account, "e1", "2027-03-27T23:30:00Z", device="desktop")
    report("user.logged_in", account, "e2", "2027-03-28T23:30:00Z", device="desktop")
    report("user.logged_in", account, "e3", "2027-03-28T12:00:00Z", device="mobile")
    for _ in range(2):
        diary("booked", account, "D", "e4", "2027-03-20T09:00:00Z", "2027-03-27")
    account.until("2027-04-20T09:00")
    assert days(account) == [("day", "2027-03-27", 250, 1), ("day", "2027-03-29", 300, 1)]
    assert [invoice["net"] for invoice in account.invoices()] == [550]


def test_days_looked_at_late_are_charged_at_the_price_of_their_own_day() -> None:
    account = daily_company("2027-03-20T09:00")
    load_price("go_paperless", DAILY, 300, "2027-03-29")
    report("user.logged_in", account, "e1", "2027-03-28T12:00:00Z", device="desktop")
    report("user.logged_in", account, "e2", "2027-03-29T12:00:00Z", device="desktop")
    account.until("2027-04-10T09:00", idle=True)
    account.until("2027-04-10T10:00")
    assert [line[1:3] for line in days(account)] == [("2027-03-28", 250), ("2027-03-29", 300)]


def test_the_first_days_come_with_the_first_invoice_after_them() -> None:
    account = daily_company("2027-01-30T09:00", prices={"jobs-contracted": 2999})
    report("user.logged_in", account, "e1", "2027-01-30T10:00:00Z", device="desktop")
    report("user.logged_in", account, "e2", "2027-02-27T10:00:00Z", device="desktop")
    account.until("2027-03-10T09:00")
    assert [(each["number"], each["issued_on"], each["net"]) for each in account.invoices()] == [(1, "2027-02-28", 500)]
    account.buy("jobs-contracted", 12)
    assert account.lines("jobs-contracted") == [("part_month", "2027-03-10", "2027-03-30", 12, 23992)]
    jobs = account.company.call("GET", "/v1/licenses").body["products"][0]
    assert jobs["term"] == {"starts_on": "2027-03-10", "ends_before": "2028-03-10"}


def test_versions_of_a_booking_count_by_when_they_occurred_not_by_when_they_came() -> None:
    account = daily_company("2026-03-09T09:00", time_zone="Europe/Dublin")
    diary("cancelled", account, "D1", "d1-c", "2026-03-09T10:07:00Z", "2026-03-12")
    diary("moved", account, "D1", "d1-b", "2026-03-09T10:05:00Z", "2026-03-12")
    for _ in range(2):
        diary("booked", account, "D1", "d1-a", "2026-03-09T10:00:00Z", "2026-03-10")
    diary("moved", account, "D2", "d2-b", "2026-03-09T10:05:00Z", "2026-03-12")
    diary("booked", account, "D2", "d2-a", "2026-03-09T10:00:00Z", "2026-03-10")
    diary("booked", account, "D2", "d2-a", "2026-03-09T10:00:00Z", "2026-03-11")
    account.until("2026-03-20T09:00")
    assert [line[:3] for line in days(account)] == [("day", "2026-03-12", 250)]
    assert account.charges()[0]["triggers"] == [
        {"kind": "diary_event.moved", "event_id": "d2-b", "diary_event_id": "D2"}
    ]
    kept = kept_aside_list()
    assert [(each["event_id"], each["reason"]) for each in kept] == [("d2-a", "other_content")]
    account.until("2026-03-20T09:00")
    assert len(account.charges()) == 1


def test_what_was_cancelled_in_time_and_known_late_is_credited() -> None:
    account = daily_company("2027-03-05T09:00", tax_rate_bp=2000)
    diary("booked", account, "D1", "a", "2027-03-05T09:00:00Z", "2027-04-04")
    account.until("2027-04-05T09:00")
    diary("cancelled", account, "D1", "b", "2027-04-04T12:00:00Z", "2027-04-04")
    account.until("2027-05-05T09:00")
    assert days(account) == [("credit", "2027-04-04", -250, 2), ("day", "2027-04-04", 250, 1)]
    assert [(each["title"], each["total"]) for each in account.invoices()] == [("invoice", 300), ("credit_note", -300)]


def test_a_move_after_the_day_was_over_leaves_it() -> None:
    account = daily_company("2027-03-05T09:00")
    diary("booked", account, "D1", "a", "2027-03-05T09:00:00Z", "2027-03-06")
    account.until("2027-03-07T00:30")
    diary("moved", account, "D1", "b", "2027-03-07T00:10:00Z", "2027-03-08")
    account.until("2027-03-20T09:00")
    assert [line[:2] for line in days(account)] == [("day", "2027-03-06"), ("day", "2027-03-08")]


def test_usage_that_cannot_be_taken_is_kept_aside() -> None:
    account = daily_company("2027-06-05T09:00")
    report("user.logged_in", account, "old", "2027-03-01T10:00:00Z", device="desktop")
    report("user.logged_in", account, "who", "2027-06-05T10:00:00Z", device="desktop", user_id="01NOBODY")
    report("user.logged_in", account, "bad", "2027-06-05T10:00:00Z", device="watch")
    report("user.sneezed", account, "odd", "2027-06-05T10:00:00Z")
    report("user.logged_in", account, "far", "2027-06-05T10:00:00Z", device="desktop", account_id="01ELSEWHERE")
    account.until("2027-06-20T09:00")
    assert days(account) == []
    reasons = {each["event_id"]: each["reason"] for each in kept_aside_list()}
    assert reasons == {
        "old": "too_old", "who": "unknown_user", "bad": "bad_shape", "odd": "unknown_type", "far": "unknown_account",
    }  # fmt: skip


def test_a_day_counts_if_the_license_was_daily_at_any_instant_of_it() -> None:
    account = daily_company("2027-03-05T09:00")
    ana = account.company.owner_id
    account.buy("jobs-rolling", 1)
    for day in (8, 9, 10):
        report("user.logged_in", account, f"e{day}", f"2027-03-{day:02}T06:00:00Z", device="desktop")
    account.until("2027-03-09T09:00")
    seat = {"sku": "jobs-rolling", "role": "owner_manager"}
    assert account.company.call("PUT", f"/v1/users/{ana}/licenses/jobs", seat).status == 200
    account.until("2027-03-20T09:00")
    assert [line[:2] for line in days(account)] == [("day", "2027-03-08"), ("day", "2027-03-09")]

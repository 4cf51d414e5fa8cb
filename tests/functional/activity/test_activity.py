"""GET /v1/activity through the real handler."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from shared.domain.activity import JOB, OPERATOR, Actor, Event
from shared.ids import new_id
from shared.store import activity
from shared.store.transaction import Transaction
from tests.support.sample import Company
from tests.support.someone import somebody

OPENED = datetime(2027, 3, 5, 9, tzinfo=UTC)


def note(company: Company, at: datetime, event_type: str = "tax.changed", actor: Actor = OPERATOR) -> str:
    event = Event(new_id(), company.account_id, at, actor, event_type, "account", {"tax_rate_bp": 0}, {"on": "x"})
    transaction = Transaction()
    activity.add_event(transaction, event)
    transaction.commit()
    return event.event_id


def listed(company: Company, **query: str) -> list[dict[str, Any]]:
    answer = company.call("GET", "/v1/activity", query=query)
    assert answer.status == 200, answer.body
    items: list[dict[str, Any]] = answer.body["items"]
    return items


def test_each_change_tells_who_when_what_and_from_what(company: Company) -> None:
    company.call("PATCH", "/v1/company", {"name": "One"})
    newest = listed(company)[0]
    assert newest.pop("event_id")
    assert newest == {
        "at": "2027-03-05T09:00:00Z", "actor": {"kind": "user", "user_id": company.owner_id}, "type": "company.changed",
        "subject": f"account/{company.account_id}", "before": {"name": "Brook & Vale Ltd"}, "after": {"name": "One"},
    }  # fmt: skip


def test_the_newest_comes_first_over_months_in_which_nothing_happened(company: Company) -> None:
    may, march = note(company, datetime(2027, 5, 31, 23, 59, tzinfo=UTC)), note(company, OPENED + timedelta(seconds=1))
    company.at(datetime(2027, 7, 1, tzinfo=UTC))
    assert [event["event_id"] for event in listed(company)[:2]] == [may, march]
    assert listed(company)[-1]["type"] == "account.opened"


def test_equal_instants_keep_the_order_of_writing(company: Company) -> None:
    written = [note(company, OPENED) for _ in range(5)]
    assert [event["event_id"] for event in listed(company)[:5]] == written[::-1]


def test_pages_hold_every_event_once(company: Company) -> None:
    written = [note(company, OPENED + timedelta(days=9 * number)) for number in range(12)]
    company.at(datetime(2027, 7, 1, tzinfo=UTC))
    seen, query = [], {"limit": "5"}
    while True:
        page = company.call("GET", "/v1/activity", query=query).body
        seen += [event["event_id"] for event in page["items"]]
        if page["next_cursor"] is None:
            break
        query["cursor"] = page["next_cursor"]
    assert len(seen) == len(set(seen)) == 13
    assert seen[:11] == written[:0:-1]


def test_dates_are_local_and_half_open(company: Company) -> None:
    before = note(company, datetime(2027, 6, 9, 22, 59, 59, 999000, tzinfo=UTC))
    first, last = (note(company, datetime(2027, 6, day, 23, tzinfo=UTC)) for day in (9, 10))
    company.at(datetime(2027, 7, 1, tzinfo=UTC))
    assert [event["event_id"] for event in listed(company, **{"from": "2027-06-10", "to": "2027-06-11"})] == [first]
    assert [event["event_id"] for event in listed(company, **{"from": "2027-06-11"})] == [last]
    assert listed(company, to="2027-06-10")[0]["event_id"] == before


def test_instants_are_taken_too(company: Company) -> None:
    ids = [note(company, datetime(2027, 6, 9, hour, tzinfo=UTC)) for hour in (10, 11, 12)]
    company.at(datetime(2027, 7, 1, tzinfo=UTC))
    asked = listed(company, **{"from": "2027-06-09T11:00:00Z", "to": "2027-06-09T14:00:00+02:00"})
    assert [event["event_id"] for event in asked] == ids[1:2]


def test_a_filter_by_actor_and_type(company: Company) -> None:
    by_job = note(company, OPENED, "order.expired", JOB)
    company.call("PATCH", "/v1/company", {"name": "One"})
    assert [event["event_id"] for event in listed(company, actor="job")] == [by_job]
    assert [event["type"] for event in listed(company, actor=company.owner_id)] == ["company.changed"]
    assert [event["type"] for event in listed(company, type="account.opened")] == ["account.opened"]
    assert listed(company, type="account.opened", actor="job") == []


def test_a_page_looks_at_so_many_and_leads_on(company: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(activity, "MOST_READ", 4)
    for _ in range(6):
        note(company, OPENED + timedelta(seconds=1))
    first = company.call("GET", "/v1/activity", query={"type": "account.opened"}).body
    assert first["items"] == []
    query = {"type": "account.opened", "cursor": first["next_cursor"]}
    second = company.call("GET", "/v1/activity", query=query).body
    assert ([event["type"] for event in second["items"]], second["next_cursor"]) == (["account.opened"], None)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("from", "yesterday"),
        ("from", "2027-02-30"),
        ("to", "2027-06-09T11:00:00"),
        ("to", ""),
        ("to", "9999-12-31T23:59:59-14:00"),
        ("limit", "0"),
        ("cursor", "eA"),
        ("cursor", "MjAyNy0xMy0wNVQwOTowMDowMC4wMDAwMDBaIzAxSjkwMUo5MDFKOTAxSjkwMUo5MDFKOTAx"),
        ("since", "2027-01-01"),
    ],
)
def test_what_cannot_be_asked_is_named(company: Company, field: str, value: str) -> None:
    refused = company.call("GET", "/v1/activity", query={field: value})
    assert (refused.status, [error["field"] for error in refused.body["errors"]]) == (422, [field])


def test_a_span_that_ends_before_it_begins_is_refused(company: Company) -> None:
    assert company.call("GET", "/v1/activity", query={"from": "2027-06-10", "to": "2027-06-09"}).status == 422
    assert listed(company, **{"from": "2027-06-10", "to": "2027-06-10"}) == []
    assert listed(company, **{"from": "2999-01-01"}) == []


def test_a_cursor_of_the_far_future_asks_no_more_than_the_span(company: Company) -> None:
    import base64

    far = base64.urlsafe_b64encode(b"2999-12-05T09:00:00.000000Z#01J901J901J901J901J901J901").decode().rstrip("=")
    assert company.call("GET", "/v1/activity", query={"cursor": far}).body["items"][0]["type"] == "account.opened"


def test_only_those_who_may_buy_read_it(company: Company) -> None:
    assert company.call("GET", "/v1/activity", sub=somebody(company)).code == "role_missing"
    assert company.call("GET", "/v1/activity", sub=somebody(company, "financial_office_staff")).status == 200

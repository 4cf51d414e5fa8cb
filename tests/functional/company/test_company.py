"""GET and PATCH /v1/company through the real handler."""

from datetime import UTC, date, datetime

import pytest

from shared.domain.account import Account
from shared.domain.activity import Event
from shared.domain.term import Term
from shared.store import dynamodb, keys
from shared.store.records import from_item
from shared.store.transaction import Transaction
from tests.support.sample import Company
from tests.support.someone import somebody

COMPANY = "/v1/company"


def events(company: Company) -> list[Event]:
    """The changes of the company that the log tells of."""
    items = dynamodb.query_all("Licenses", keys.activity_month(company.account_id, datetime(2027, 3, 1, tzinfo=UTC)))
    logged = [from_item(Event, item) for item in items]
    return [event for event in logged if event.event_type == "company.changed"]


def test_the_company_is_shown_with_what_it_may_not_edit(company: Company) -> None:
    shown = company.call("GET", COMPANY)
    assert (shown.status, shown.headers["etag"]) == (200, '"1"')
    assert shown.body == {
        "account_id": company.account_id, "name": "Brook & Vale Ltd", "email": "office@brookvale.example",
        "address": "1 Mill Lane\nLeeds\nLS1 1AA", "time_zone": "Europe/London", "time_zone_from_on": None,
        "tax_id": None, "tax_rate_bp": 0, "currency": "GBP", "plans": {"jobs": "go_paperless", "sales": "starter"},
    }  # fmt: skip


def test_what_is_left_out_stays(company: Company) -> None:
    changed = company.call("PATCH", COMPANY, {"name": 'D’Arcy, Müller & Söhne: Heizung/Sanitär "Nord"', "tax_id": "X1"})
    assert (changed.status, changed.headers["etag"]) == (200, '"2"')
    assert changed.body["name"] == 'D’Arcy, Müller & Söhne: Heizung/Sanitär "Nord"'
    assert changed.body["address"] == "1 Mill Lane\nLeeds\nLS1 1AA"
    assert company.call("GET", COMPANY).body == changed.body
    assert company.call("PATCH", COMPANY, {"tax_id": None}).body["tax_id"] is None


def test_the_log_tells_what_changed_and_from_what(company: Company) -> None:
    company.call("PATCH", COMPANY, {"email": "desk@brookvale.example", "name": "Brook & Vale Ltd"})
    (event,) = events(company)
    assert event.actor.user_id == company.owner_id
    assert (event.before, event.after) == (
        {"email": "office@brookvale.example"}, {"email": "desk@brookvale.example"},
    )  # fmt: skip


def test_nothing_changed_writes_nothing(company: Company) -> None:
    same = company.call("PATCH", COMPANY, {"name": "Brook & Vale Ltd"})
    assert (same.status, same.headers["etag"]) == (200, '"1"')
    assert company.call("PATCH", COMPANY, {}).status == 200
    assert events(company) == []


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", "Acme\r\nBcc: x@example.org"),
        ("name", "   "),
        ("name", ""),
        ("name", None),
        ("name", "n" * 201),
        ("name", "smile 😀"),
        ("email", "a@b.example\r\nBcc: x@example.org"),
        ("email", "a@b.example, c@d.example"),
        ("email", "Ana <a@b.example>"),
        ("email", "not an address"),
        ("email", "info@ไทย.example"),
        ("address", "\n \n"),
        ("address", "one\rtwo"),
        ("address", "\n".join("a" * 41)),
        ("time_zone", "Europe/Atlantis"),
        ("time_zone", "europe/london"),
        ("time_zone", "../../etc/passwd"),
        ("tax_id", "1\n2"),
        ("tax_rate_bp", 0),
        ("currency", "EUR"),
    ],
)
def test_what_cannot_be_taken_is_named(company: Company, field: str, value: object) -> None:
    refused = company.call("PATCH", COMPANY, {field: value})
    assert refused.status == 422
    assert [error["field"] for error in refused.body["errors"]] == [field]
    assert events(company) == []


def test_a_character_that_no_font_has_is_named_in_an_address_too(company: Company) -> None:
    refused = company.call("PATCH", COMPANY, {"email": "info@ไทย.example"})
    assert "U+0E44 THAI CHARACTER SARA AI MAIMALAI" in refused.body["errors"][0]["message"]
    # As one was taken before.
    transaction = Transaction()
    transaction.update(keys.account(company.account_id), set={"email": "info@ไทย.example"})
    transaction.commit()
    assert company.buy("jobs-rolling", 1).status == 201


def test_an_older_version_is_refused(company: Company) -> None:
    company.call("PATCH", COMPANY, {"name": "One"}, headers={"if-match": '"1"'})
    stale = company.call("PATCH", COMPANY, {"name": "Two"}, headers={"if-match": '"1"'})
    assert (stale.status, stale.code) == (412, "stale_version")
    assert company.call("GET", COMPANY).body["name"] == "One"


def test_the_same_key_changes_once(company: Company) -> None:
    first = company.call("PATCH", COMPANY, {"name": "One"}, key="k")
    company.call("PATCH", COMPANY, {"name": "Two"})
    again = company.call("PATCH", COMPANY, {"name": "One"}, key="k")
    assert (again.body, again.headers["etag"]) == (first.body, '"2"')
    assert company.call("GET", COMPANY).body["name"] == "Two"


def test_lines_of_a_browser_become_lines_of_text(company: Company) -> None:
    changed = company.call("PATCH", COMPANY, {"address": "2 Quay \r\n\r\nHull\r\n"})
    assert changed.body["address"] == "2 Quay\nHull"


def test_a_zone_counts_from_the_next_billing_date(company: Company) -> None:
    company.at(datetime(2027, 3, 25, 9, tzinfo=UTC))
    changed = company.call("PATCH", COMPANY, {"time_zone": "Pacific/Auckland"}).body
    assert (changed["time_zone"], changed["time_zone_from_on"]) == ("Pacific/Auckland", "2027-04-05")
    zones = _account(company).zones
    assert zones.local_date(datetime(2027, 4, 4, 22, 59, tzinfo=UTC)) == date(2027, 4, 4)
    assert zones.local_date(datetime(2027, 4, 4, 23, tzinfo=UTC)) == date(2027, 4, 5)
    company.at(datetime(2027, 4, 6, tzinfo=UTC))
    assert company.call("GET", COMPANY).body["time_zone_from_on"] is None


def test_a_zone_that_does_not_count_yet_is_replaced_or_withdrawn(company: Company) -> None:
    company.call("PATCH", COMPANY, {"time_zone": "Pacific/Auckland"})
    company.call("PATCH", COMPANY, {"time_zone": "Asia/Tokyo"})
    assert [step.zone for step in _account(company).zones.history] == ["Europe/London", "Asia/Tokyo"]
    company.call("PATCH", COMPANY, {"time_zone": "Europe/London"})
    assert [step.zone for step in _account(company).zones.history] == ["Europe/London"]


def test_what_a_term_waits_for_moves_with_the_zone(company: Company) -> None:
    company.call("PATCH", COMPANY, {"time_zone": "Pacific/Auckland"})
    item = dynamodb.get(keys.term(company.account_id, "jobs"))
    assert item is not None
    assert from_item(Term, item).ends_before == date(2028, 3, 5)
    # Sixty days ahead is 5 January, whose Auckland midnight is 11:00 the day before in UTC.
    assert item["due_at"] == "2028-01-04T11:00:00.000000Z"


def test_a_month_that_is_due_is_charged_before_the_zone_changes(company: Company) -> None:
    company.at(datetime(2027, 4, 20, 9, tzinfo=UTC))
    changed = company.call("PATCH", COMPANY, {"time_zone": "Asia/Tokyo"})
    assert (changed.status, changed.body["time_zone_from_on"]) == (200, "2027-05-05")
    charged = list(dynamodb.query_all("Billing", f"A#{company.account_id}#CH"))
    assert [charge["starts_on"] for charge in charged] == ["2027-03-05", "2027-04-05"]


def test_a_stranger_to_the_role_neither_reads_nor_edits(company: Company) -> None:

    sub = somebody(company)
    assert company.call("GET", COMPANY, sub=sub).code == "role_missing"
    assert company.call("PATCH", COMPANY, {"name": "Mine"}, sub=sub).code == "role_missing"
    assert company.call("PATCH", COMPANY, {"nome": "Mine"}, sub=sub).status == 422
    assert company.call("PATCH", COMPANY, {"name": "My\nCompany"}, sub=sub).status == 422


def _account(company: Company) -> Account:
    return from_item(Account, dynamodb.get(keys.account(company.account_id)) or {})

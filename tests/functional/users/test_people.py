"""Adding, reading, editing and listing people through the real handlers."""

from typing import Any

import pytest

from shared.store import filtered
from tests.support.api import Reply
from tests.support.sample import Company, give_login, open_company


def add(company: Company, username: str, *licenses: tuple[str, str], **more: Any) -> Reply:
    name, email = more.pop("name", "Bo Lind"), more.pop("email", "bo@brookvale.example")
    body: dict[str, Any] = {"username": username, "name": name, "email": email}
    if licenses:
        body["licenses"] = [{"sku": sku, "role": role} for sku, role in licenses]
    return company.call("POST", "/v1/users", body, **more)


def test_a_person_is_added_with_seats_in_both_products(company: Company) -> None:
    company.buy("jobs-rolling", 1)
    company.buy("sales-support-rolling", 1)
    added = add(company, "Bo.Lind", ("sales-support-rolling", "sales_support"), ("jobs-rolling", "engineer"))
    assert added.status == 201
    assert added.body["username"] == "bo.lind"
    assert (added.body["status"], added.body["login"]) == ("active", "provisioning")
    since = {"since_at": "2027-03-05T09:00:00Z"}
    assert added.body["licenses"] == [
        {"product": "jobs", "sku": "jobs-rolling", "role": "engineer"} | since,
        {"product": "sales", "sku": "sales-support-rolling", "role": "sales_support"} | since,
    ]
    read = company.call("GET", f"/v1/users/{added.body['user_id']}")
    assert (read.body, read.headers["etag"]) == (added.body, '"1"')
    assert company.pool("jobs-rolling")["available"] == 0


def test_without_a_free_license_nobody_is_added_and_the_cost_is_told(company: Company) -> None:
    company.buy("jobs-rolling", 1)
    refused = add(company, "bo.lind", ("jobs-rolling", "engineer"), ("sales-person-rolling", "sales_person"))
    assert (refused.status, refused.code) == (409, "no_license_available")
    assert refused.body["cost"] == {
        "sku": "sales-person-rolling", "quantity": 1, "unit_price": 5200, "currency": "GBP",
        "due_now": {"net": 5200, "tax": 0, "gross": 5200, "days": 31, "days_in_month": 31, "charged_quantity": 1},
    }  # fmt: skip
    assert company.pool("jobs-rolling")["assigned"] == 0
    assert add(company, "bo.lind", ("jobs-rolling", "engineer")).status == 201


def test_a_username_is_taken_for_every_account_and_for_good(company: Company) -> None:
    other = open_company(owner_username="elsewhere")
    bo = add(company, "Bo.Lind").body
    for taker, username in ((other, "bo.LIND"), (company, "bo.lind")):
        taken = add(taker, username)
        assert (taken.status, taken.code) == (409, "username_taken")
        assert set(taken.body) == {"type", "title", "status", "code", "detail", "request_id"}
    assert company.call("POST", f"/v1/users/{bo['user_id']}/deactivation").status == 200
    assert add(other, "BO.LIND").code == "username_taken"


def test_a_username_is_plain_ascii(company: Company) -> None:
    for username in ("Müller", "Mu\u0308ller", "\u0130lkay", "i\u0307lkay", "\u212aim", "ab", "-abc", "a" * 65):
        refused = add(company, username)
        assert (refused.status, [error["field"] for error in refused.body["errors"]]) == (422, ["username"])


def test_two_people_may_share_an_email_address(company: Company) -> None:
    assert add(company, "one.bo", email="site@example.com").status == 201
    assert add(company, "two.bo", email="site@example.com").status == 201


def test_a_bad_field_is_named(company: Company) -> None:
    bad: list[tuple[str, Any]] = [
        ("name", "Bo\r\nBcc: x@example.org"), ("name", " "), ("name", "a\u202eb"), ("name", 3), ("email", "bo"),
        ("email", "bo@example.com\r\nX: y"), ("email", "Bo <bo@example.com>"), ("price", 1), ("licenses", None),
    ]  # fmt: skip
    for field, value in bad:
        body = {"username": "bo.lind", "name": "Bo", "email": "bo@example.com"} | {field: value}
        refused = company.call("POST", "/v1/users", body)
        assert (refused.status, [error["field"] for error in refused.body["errors"]]) == (422, [field])


def test_a_role_goes_with_its_license_both_ways(company: Company) -> None:
    refused = add(company, "bo.lind", ("sales-support-rolling", "sales_person"))
    assert (refused.status, refused.code) == (422, "role_not_allowed")
    assert refused.body["errors"][0]["field"] == "licenses.0.role"
    assert add(company, "bo.lind", ("sales-person-rolling", "sales_support")).code == "role_not_allowed"
    assert add(company, "bo.lind", ("jobs-rolling", "sales_manager")).code == "role_not_allowed"
    twice = add(company, "bo.lind", ("jobs-rolling", "engineer"), ("jobs-daily", "engineer"))
    assert (twice.status, twice.body["errors"][0]["field"]) == (422, "licenses")


def test_an_edit_needs_the_version_that_was_read(company: Company) -> None:
    path = f"/v1/users/{add(company, 'bo.lind').body['user_id']}"
    edited = company.call("PATCH", path, {"name": "  Bo Ek "}, headers={"if-match": '"1"'})
    assert (edited.status, edited.body["name"], edited.headers["etag"]) == (200, "Bo Ek", '"2"')
    stale = company.call("PATCH", path, {"name": "Bo"}, headers={"if-match": '"1"'})
    assert (stale.status, stale.code) == (412, "stale_version")
    assert company.call("PATCH", path, {"name": None}).status == 422
    assert company.call("PATCH", path, {"username": "other"}).status == 422
    assert company.call("PATCH", path, {"name": "Bo Ek"}).headers["etag"] == '"2"'


def test_the_same_key_adds_one_person(company: Company) -> None:
    first = add(company, "bo.lind", key="k-1")
    again = add(company, "Bo.Lind", key="k-1")
    assert (again.status, again.body) == (201, first.body)
    assert add(company, "bo.ek", key="k-1").code == "idempotency_key_reused"
    assert add(company, "bo.lind").code == "username_taken"


def test_who_may_read_and_who_may_write(company: Company) -> None:
    company.buy("jobs-rolling", 2)
    finance = add(company, "fin", ("jobs-rolling", "financial_office_staff")).body["user_id"]
    engineer = add(company, "eng", ("jobs-rolling", "engineer")).body["user_id"]
    subs = {each: give_login(company.account_id, each) for each in (finance, engineer)}
    assert company.call("GET", "/v1/users", sub=subs[finance]).status == 200
    assert company.call("GET", f"/v1/users/{engineer}", sub=subs[finance]).status == 200
    assert company.call("GET", f"/v1/users/{engineer}", sub=subs[engineer]).status == 200
    for path in ("/v1/users", f"/v1/users/{finance}", "/v1/users/nobody"):
        assert company.call("GET", path, sub=subs[engineer]).code == "role_missing"
    assert add(company, "new", sub=subs[finance]).code == "role_missing"
    assert company.call("PATCH", f"/v1/users/{finance}", {"name": "X"}, sub=subs[finance]).code == "role_missing"
    other = open_company(owner_username="elsewhere")
    assert other.call("GET", f"/v1/users/{engineer}").status == 404
    assert other.call("PATCH", f"/v1/users/{engineer}", {"name": "X"}).status == 404


def test_lists_are_filtered_and_pages_stay_put_while_people_are_added(company: Company) -> None:
    company.buy("jobs-rolling", 2)
    added = [add(company, f"bo.{n}", ("jobs-rolling", "engineer"), name=f"Bo Lind {n}").body for n in range(2)]
    added += [add(company, f"cy.{n}", name="Çığdem", email=f"cy{n}@example.com").body for n in range(3)]
    company.call("POST", f"/v1/users/{added[0]['user_id']}/deactivation")
    first = company.call("GET", "/v1/users", query={"limit": "2"}).body
    add(company, "late.comer")
    rest = company.call("GET", "/v1/users", query={"limit": "10", "cursor": first["next_cursor"]}).body
    names = [user["username"] for user in first["items"] + rest["items"]]
    assert names == ["owner", "bo.0", "bo.1", "cy.0", "cy.1", "cy.2", "late.comer"]
    assert rest["next_cursor"] is None
    for query, found in (
        ({"status": "deactivated"}, ["bo.0"]),
        ({"sku": "jobs-rolling"}, ["bo.1"]),
        ({"role": "owner_manager"}, ["owner"]),
        ({"q": "ÇIĞ"}, []),
        ({"q": "C\u0327\u0131g\u0306d"}, ["cy.0", "cy.1", "cy.2"]),
        ({"q": "ÇığD"}, ["cy.0", "cy.1", "cy.2"]),
        ({"q": "CY1@"}, ["cy.1"]),
        ({"q": "lind", "status": "active"}, ["bo.1", "late.comer"]),
    ):
        assert [user["username"] for user in company.call("GET", "/v1/users", query=query).body["items"]] == found


def test_a_bad_query_is_refused(company: Company) -> None:
    for name, value in (("limit", "0"), ("limit", "101"), ("limit", "x"), ("cursor", "!"), ("cursor", "QUNDT1VOVA"),
                        ("sku", "jobs"), ("role", "king"), ("status", "gone"), ("sort", "name")):  # fmt: skip
        assert company.call("GET", "/v1/users", query={name: value}).status == 422, name


def test_a_page_of_a_list_that_lets_few_through_looks_at_so_many_and_leads_on(
    company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(filtered, "READ_AT_ONCE", 2)
    monkeypatch.setattr(filtered, "MOST_READ", 2)
    for number in range(5):
        assert add(company, f"person{number}").status == 201
    pages: list[list[str]] = []
    cursor: str | None = ""
    while cursor is not None:
        query = {"q": "person4"} | ({"cursor": cursor} if cursor else {})
        page = company.call("GET", "/v1/users", query=query).body
        pages.append([user["username"] for user in page["items"]])
        cursor = page["next_cursor"]
    assert pages[:2] == [[], []]
    assert [name for page in pages for name in page] == ["person4"]

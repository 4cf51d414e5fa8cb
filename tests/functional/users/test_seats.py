"""Seats assigned, changed, taken back; people deactivated and reactivated; the last owner."""

from datetime import UTC, datetime
from typing import Any

import pytest

from shared.store import dynamodb, keys
from tests.functional.users.test_people import add
from tests.support.api import Reply
from tests.support.sample import Company, give_login, open_company


def put(company: Company, user_id: str, sku: str, role: str, **more: Any) -> Reply:
    path = f"/v1/users/{user_id}/licenses/{sku.split('-')[0]}"
    return company.call("PUT", path, {"sku": sku, "role": role}, **more)


def counts(company: Company, sku: str) -> tuple[int, int, int]:
    pool = company.pool(sku)
    return pool["owned"], pool["assigned"], pool["available"]


def events(company: Company, kind: str = "") -> list[dict[str, Any]]:
    pk = f"A#{company.account_id}#ACT#2027-03"
    return [item for item in dynamodb.query_all("Licenses", pk) if item["event_type"].startswith(kind)]


def history(company: Company) -> list[tuple[str, str, str]]:
    items = dynamodb.query_all("Users", f"A#{company.account_id}#HELD")
    return [(item["sku"], item["since_at"][:16], item["until_at"][:16]) for item in items]


def test_a_seat_is_assigned_changed_and_taken_back(company: Company) -> None:
    company.buy("jobs-rolling", 1)
    company.buy("jobs-daily", 1)
    bo = add(company, "bo.lind").body["user_id"]
    given = put(company, bo, "jobs-rolling", "engineer")
    assert (given.status, given.body["licenses"][0]["sku"], given.headers["etag"]) == (200, "jobs-rolling", '"2"')
    assert counts(company, "jobs-rolling") == (1, 1, 0)
    company.at(datetime(2027, 3, 6, 9, tzinfo=UTC))
    promoted = put(company, bo, "jobs-rolling", "office_staff").body["licenses"]
    assert promoted == [given.body["licenses"][0] | {"role": "office_staff"}]
    changed = put(company, bo, "jobs-daily", "office_staff").body["licenses"]
    assert (changed[0]["sku"], changed[0]["since_at"]) == ("jobs-daily", "2027-03-06T09:00:00Z")
    assert (counts(company, "jobs-rolling"), counts(company, "jobs-daily")) == ((1, 0, 1), (1, 1, 0))
    company.at(datetime(2027, 3, 7, 9, tzinfo=UTC))
    taken = company.call("DELETE", f"/v1/users/{bo}/licenses/jobs")
    assert (taken.status, taken.body["licenses"]) == (200, [])
    assert counts(company, "jobs-daily") == (1, 0, 1)
    assert history(company) == [
        ("jobs-rolling", "2027-03-05T09:00", "2027-03-06T09:00"),
        ("jobs-daily", "2027-03-06T09:00", "2027-03-07T09:00"),
    ]  # fmt: skip
    kinds = [event["event_type"] for event in events(company, "seat.")]
    assert kinds == ["seat.assigned", "seat.changed", "seat.changed", "seat.unassigned"]
    assert company.call("DELETE", f"/v1/users/{bo}/licenses/jobs").code == "not_found"


def test_seats_of_one_instant_all_stay_in_the_history(company: Company) -> None:
    company.buy("jobs-rolling", 1)
    company.buy("jobs-daily", 1)
    bo = add(company, "bo.lind", ("jobs-daily", "engineer")).body["user_id"]
    put(company, bo, "jobs-rolling", "engineer")
    put(company, bo, "jobs-daily", "engineer")
    company.call("DELETE", f"/v1/users/{bo}/licenses/jobs")
    assert [sku for sku, _, _ in history(company)] == ["jobs-daily", "jobs-rolling", "jobs-daily"]


def test_what_is_there_already_writes_nothing(company: Company) -> None:
    company.buy("jobs-rolling", 1)
    bo = add(company, "bo.lind", ("jobs-rolling", "engineer")).body["user_id"]
    before = events(company)
    same = put(company, bo, "jobs-rolling", "engineer", key="k-1")
    assert (same.status, same.headers["etag"], events(company)) == (200, '"1"', before)


def test_an_empty_pool_says_what_one_more_costs(company: Company) -> None:
    company.at(datetime(2027, 3, 25, 9, tzinfo=UTC))
    bo = add(company, "bo.lind").body["user_id"]
    refused = put(company, bo, "jobs-rolling", "engineer")
    assert (refused.status, refused.code) == (409, "no_license_available")
    assert refused.body["cost"] == {
        "sku": "jobs-rolling", "quantity": 1, "unit_price": 2600, "currency": "GBP",
        "due_now": {"net": 923, "tax": 0, "gross": 923, "days": 11, "days_in_month": 31, "charged_quantity": 1},
    }  # fmt: skip
    assert refused.body["detail"] == "jobs-rolling: 0 owned, none free. Take one back, or buy 1 more."


def test_what_the_plan_does_not_sell_is_told_apart(company: Company) -> None:
    legacy = open_company(owner_username="legacy", plans={"jobs": "classic"})
    bo = add(legacy, "bo.lind").body["user_id"]
    assert put(legacy, bo, "jobs-daily", "engineer").code == "not_sold_on_plan"
    assert put(legacy, bo, "sales-person-rolling", "sales_person").code == "not_sold_on_plan"


def test_product_sku_and_role_must_fit(company: Company) -> None:
    path = f"/v1/users/{company.owner_id}/licenses"
    other = company.call("PUT", f"{path}/sales", {"sku": "jobs-rolling", "role": "engineer"})
    assert (other.status, other.body["errors"][0]["field"]) == (422, "sku")
    assert company.call("PUT", f"{path}/crm", {"sku": "jobs-rolling", "role": "engineer"}).status == 404
    assert company.call("DELETE", f"{path}/crm").status == 404
    unfit = company.call("PUT", f"{path}/sales", {"sku": "sales-support-rolling", "role": "sales_manager"})
    assert (unfit.status, unfit.code, unfit.body["errors"][0]["field"]) == (422, "role_not_allowed", "role")
    assert put(company, "nobody", "jobs-rolling", "engineer").status == 404


def test_the_last_owner_stays(company: Company) -> None:
    company.buy("jobs-rolling", 1)
    owner, before = company.owner_id, company.pool("jobs-contracted")
    for refused in (
        put(company, owner, "jobs-contracted", "engineer"),
        put(company, owner, "jobs-rolling", "engineer"),
        company.call("DELETE", f"/v1/users/{owner}/licenses/jobs"),
        company.call("POST", f"/v1/users/{owner}/deactivation"),
    ):
        assert (refused.status, refused.code) == (409, "last_owner")
    assert company.call("GET", f"/v1/users/{owner}").headers["etag"] == '"1"'
    assert company.pool("jobs-contracted") == before


def test_an_owner_may_go_when_another_is_there(company: Company) -> None:
    company.buy("jobs-rolling", 1)
    bo = add(company, "bo.lind", ("jobs-rolling", "owner_manager")).body["user_id"]
    sub = give_login(company.account_id, bo)
    assert put(company, company.owner_id, "jobs-contracted", "engineer").status == 200
    assert put(company, bo, "jobs-rolling", "engineer").code == "role_missing"
    assert put(company, bo, "jobs-rolling", "engineer", sub=sub).code == "last_owner"
    assert put(company, company.owner_id, "jobs-contracted", "owner_manager", sub=sub).status == 200
    assert put(company, bo, "jobs-rolling", "engineer", sub=sub).status == 200


def test_an_owner_of_both_products_may_lose_one(company: Company) -> None:
    company.buy("sales-person-rolling", 1)
    assert put(company, company.owner_id, "sales-person-rolling", "owner_manager").status == 200
    assert company.call("DELETE", f"/v1/users/{company.owner_id}/licenses/jobs").status == 200
    assert company.call("DELETE", f"/v1/users/{company.owner_id}/licenses/sales").code == "last_owner"


def test_deactivation_frees_the_seats_and_shuts_the_person_out(company: Company) -> None:
    company.buy("jobs-rolling", 1)
    company.buy("sales-person-rolling", 1)
    bo = add(company, "bo.lind", ("jobs-rolling", "engineer"), ("sales-person-rolling", "sales_manager")).body
    sub, path = give_login(company.account_id, bo["user_id"]), f"/v1/users/{bo['user_id']}"
    assert company.call("GET", path, sub=sub).status == 200
    gone = company.call("POST", f"{path}/deactivation", key="k-1")
    assert (gone.status, gone.body["status"], gone.body["licenses"]) == (200, "deactivated", [])
    assert company.call("GET", path, sub=sub).code == "user_inactive"
    assert (counts(company, "jobs-rolling"), counts(company, "sales-person-rolling")) == ((1, 0, 1), (1, 0, 1))
    assert len(history(company)) == 2
    assert company.call("POST", f"{path}/deactivation", key="k-1").body == gone.body
    assert company.call("POST", f"{path}/deactivation").code == "user_deactivated"
    assert put(company, bo["user_id"], "jobs-rolling", "engineer").code == "user_deactivated"
    assert company.call("PATCH", path, {"name": "Bo Ek"}).status == 200

    back = company.call("POST", f"{path}/reactivation")
    assert back.status == 200
    assert [(seat["sku"], seat["role"]) for seat in back.body["licenses"]] == [
        ("jobs-rolling", "engineer"), ("sales-person-rolling", "sales_manager"),
    ]  # fmt: skip
    assert company.call("GET", path, sub=sub).status == 200
    assert company.call("POST", f"{path}/reactivation").code == "user_active"


def test_reactivation_takes_all_seats_or_none(company: Company) -> None:
    company.buy("jobs-rolling", 1)
    company.buy("sales-person-rolling", 1)
    bo = add(company, "bo.lind", ("jobs-rolling", "engineer"), ("sales-person-rolling", "sales_person")).body["user_id"]
    path = f"/v1/users/{bo}"
    company.call("POST", f"{path}/deactivation")
    add(company, "cy.ek", ("sales-person-rolling", "sales_person"))
    refused = company.call("POST", f"{path}/reactivation")
    assert (refused.code, refused.body["cost"]["sku"]) == ("no_license_available", "sales-person-rolling")
    assert counts(company, "jobs-rolling") == (1, 0, 1)
    some = {"licenses": [{"sku": "jobs-rolling", "role": "office_staff"}]}
    assert company.call("POST", f"{path}/reactivation", some).body["licenses"][0]["role"] == "office_staff"
    company.call("POST", f"{path}/deactivation")
    assert company.call("POST", f"{path}/reactivation", {"licenses": []}).body["licenses"] == []


def test_seats_held_cannot_be_deleted(company: Company) -> None:
    company.buy("jobs-rolling", 2)
    add(company, "bo.lind", ("jobs-rolling", "engineer"))
    refused = company.call("POST", "/v1/licenses/jobs-rolling/deletions", {"quantity": 2})
    assert (refused.status, refused.code) == (409, "not_enough_available")
    assert company.call("POST", "/v1/licenses/jobs-rolling/deletions", {"quantity": 1}).status == 200


def test_a_renewal_that_is_due_comes_first(company: Company) -> None:
    bo = add(company, "bo.lind").body["user_id"]
    company.buy("jobs-contracted", 1)
    company.call("PUT", "/v1/licenses/jobs-contracted/renewal", {"quantity": 1})
    company.at(datetime(2028, 3, 5, 9, tzinfo=UTC))
    refused = put(company, bo, "jobs-contracted", "engineer")
    assert (refused.code, counts(company, "jobs-contracted")) == ("no_license_available", (1, 1, 0))


@pytest.mark.parametrize("method", ["PUT", "DELETE"])
def test_a_stale_version_changes_nothing(company: Company, method: str) -> None:
    company.buy("jobs-rolling", 1)
    bo = add(company, "bo.lind", ("jobs-rolling", "engineer")).body["user_id"]
    company.call("PATCH", f"/v1/users/{bo}", {"name": "Bo Ek"})
    body = {"sku": "jobs-rolling", "role": "office_staff"} if method == "PUT" else None
    path = f"/v1/users/{bo}/licenses/jobs"
    assert company.call(method, path, body, headers={"if-match": '"1"'}).code == "stale_version"
    assert company.call(method, path, body, headers={"if-match": '"2"'}).status == 200


def test_a_login_that_became_ready_meanwhile_is_not_left_with_old_rights(company: Company) -> None:
    bo = add(company, "bo.lind").body["user_id"]
    company.buy("jobs-rolling", 1)
    sub = give_login(company.account_id, bo)
    put(company, bo, "jobs-rolling", "engineer")
    assert dynamodb.get(keys.subject(sub))["roles"] == ["engineer"]  # type: ignore[index]

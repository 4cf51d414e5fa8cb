"""Many at once: never a seat held twice or sold twice, and every answer a clean one."""

from collections import Counter

import pytest

from infra.local.stack import Stack
from tests.support.eventually import eventually
from tests.support.people import PASSWORD, Person, at_once, log_in, open_company, operate, settled
from tests.support.sample import signature_body

ENGINEER = {"sku": "jobs-rolling", "role": "engineer"}


def test_twenty_seats_for_forty_people(stack: Stack) -> None:
    account_id, owner = open_company(stack)
    owner.buy("jobs-rolling", 20)
    users = at_once(40, lambda n: owner.add(f"racer{n}"))
    answers = at_once(40, lambda n: settled(lambda: owner.call("PUT", f"/v1/users/{users[n]}/licenses/jobs", ENGINEER)))
    assert Counter(answer.status for answer in answers) == {200: 20, 409: 20}
    assert {answer.json["code"] for answer in answers if answer.status == 409} == {"no_license_available"}
    pool = owner.pool("jobs-rolling")
    assert (pool["owned"], pool["assigned"], pool["available"]) == (20, 20, 0)
    assert operate("verify", account_id)[0] == 0


def test_twenty_people_at_once_all_get_the_seats_there_are_for_them(stack: Stack) -> None:
    account_id, owner = open_company(stack)
    owner.buy("jobs-rolling", 20)
    users = at_once(21, lambda n: owner.add(f"racer{n}"))

    def assign(n: int) -> int:
        path = f"/v1/users/{users[n]}/licenses/jobs"
        return settled(lambda: owner.call("PUT", path, ENGINEER, key=f"seat-{n}")).status

    assert at_once(20, assign) == [200] * 20
    late = owner.call("PUT", f"/v1/users/{users[20]}/licenses/jobs", ENGINEER)
    assert (late.status, late.json["code"]) == (409, "no_license_available")
    cost = late.json["cost"]
    assert (cost["sku"], cost["quantity"], cost["unit_price"], cost["currency"]) == ("jobs-rolling", 1, 2600, "GBP")
    seats = owner.call("GET", "/v1/activity", query={"type": "seat.assigned", "limit": "100"}).json["items"]
    assert len(seats) == 20
    assert operate("verify", account_id)[0] == 0


def two_owners(stack: Stack) -> tuple[str, list[Person], list[str]]:
    account_id, first = open_company(stack)
    first.buy("jobs-rolling", 1)
    second_id = first.add("second", sku="jobs-rolling", role="owner_manager")
    eventually(lambda: first.get(f"/v1/users/{second_id}")["login"] == "ready")
    username = first.get(f"/v1/users/{second_id}")["username"]
    stack.client("cognito-idp").admin_set_user_password(
        UserPoolId=stack.outputs["UserPoolId"], Username=username, Password=PASSWORD, Permanent=True
    )
    return account_id, [first, log_in(stack, username)], [first.get("/v1/me")["user_id"], second_id]


@pytest.mark.parametrize("way", ["demote", "deactivate", "strip"])
def test_two_owners_who_remove_each_other_leave_one(stack: Stack, way: str) -> None:
    account_id, people, ids = two_owners(stack)
    skus = ["jobs-contracted", "jobs-rolling"]

    def remove(n: int) -> int:
        path = f"/v1/users/{ids[1 - n]}"
        if way == "demote":
            body = {"sku": skus[1 - n], "role": "engineer"}
            return settled(lambda: people[n].call("PUT", f"{path}/licenses/jobs", body)).status
        if way == "deactivate":
            return settled(lambda: people[n].call("POST", f"{path}/deactivation")).status
        return settled(lambda: people[n].call("DELETE", f"{path}/licenses/jobs")).status

    for _ in range(20):
        answers = at_once(2, remove)
        assert sorted(answers)[0] == 200
        assert sorted(answers)[1] in (409, 403)
        winner = answers.index(200)
        back = f"/v1/users/{ids[1 - winner]}"
        if way == "deactivate":
            assert people[winner].call("POST", f"{back}/reactivation").status == 200
        else:
            seat = {"sku": skus[1 - winner], "role": "owner_manager"}
            assert people[winner].call("PUT", f"{back}/licenses/jobs", seat).status == 200
    assert operate("verify", account_id)[0] == 0


def test_the_last_owner_stays(stack: Stack) -> None:
    account_id, owner = open_company(stack)
    me = owner.get("/v1/me")["user_id"]
    before = owner.pool("jobs-contracted")
    answers = [
        owner.call("PUT", f"/v1/users/{me}/licenses/jobs", {"sku": "jobs-contracted", "role": "engineer"}),
        owner.call("DELETE", f"/v1/users/{me}/licenses/jobs"),
        owner.call("POST", f"/v1/users/{me}/deactivation"),
    ]
    assert [(answer.status, answer.json["code"]) for answer in answers] == [(409, "last_owner")] * 3
    assert owner.pool("jobs-contracted") == before
    assert operate("verify", account_id)[0] == 0


def test_one_key_sent_ten_times_buys_once(stack: Stack) -> None:
    account_id, owner = open_company(stack)
    quote = owner.call("POST", "/v1/licenses/quotes", {"sku": "jobs-rolling", "quantity": 2}).json
    body = {"quote_id": quote["quote_id"], "signature": signature_body(quote["document_sha256"])}
    answers = at_once(10, lambda _: settled(lambda: owner.call("POST", "/v1/licenses/orders", body, key="k-1")))
    assert [answer.status for answer in answers] == [201] * 10
    assert len({answer.body for answer in answers}) == 1
    assert owner.pool("jobs-rolling")["owned"] == 2
    events = owner.call("GET", "/v1/activity", query={"type": "order.signed"}).json["items"]
    assert len(events) == 1
    assert operate("verify", account_id)[0] == 0


def test_deleting_races_with_assigning(stack: Stack) -> None:
    account_id, owner = open_company(stack)
    owner.buy("jobs-rolling", 10)
    users = at_once(10, lambda n: owner.add(f"racer{n}"))

    def either(n: int) -> int:
        if n % 2:
            path = f"/v1/users/{users[n // 2]}/licenses/jobs"
            return settled(lambda: owner.call("PUT", path, ENGINEER)).status
        return settled(lambda: owner.call("POST", "/v1/licenses/jobs-rolling/deletions", {"quantity": 1})).status

    assert set(at_once(20, either)) <= {200, 409}
    pool = owner.pool("jobs-rolling")
    assert pool["available"] == pool["owned"] - pool["assigned"] >= 0
    assert operate("verify", account_id)[0] == 0

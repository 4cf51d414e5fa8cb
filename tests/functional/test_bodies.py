"""Bodies as clients send them: what each call takes, in whatever words the type is told; nesting never a 500."""

from urllib.parse import urlencode

import pytest

from tests.functional.users.test_people import add
from tests.support.sample import Company

EMPTY_TYPES = [
    None, "application/json", "Application/JSON", "text/plain", "multipart/form-data",
    "application/x-www-form-urlencoded",
]  # fmt: skip


@pytest.mark.parametrize("kind", EMPTY_TYPES)
def test_a_call_that_needs_no_body_does_not_look_at_its_type(company: Company, kind: str | None) -> None:
    user_id = add(company, "bo.lind").body["user_id"]
    headers = {"content-type": kind} if kind else {}
    assert company.call("POST", f"/v1/users/{user_id}/deactivation", raw="", headers=headers).status == 200


def test_the_type_may_be_told_in_upper_case(company: Company) -> None:
    headers = {"Content-Type": "Application/JSON; charset=UTF-8"}
    reply = company.call("PATCH", "/v1/company", raw='{"name": "Other Ltd"}', headers=headers)
    assert (reply.status, reply.body["name"]) == (200, "Other Ltd")


def test_a_form_is_no_json(company: Company) -> None:
    headers = {"content-type": "application/x-www-form-urlencoded"}
    assert company.call("PATCH", "/v1/company", raw=urlencode({"name": "x"}), headers=headers).status == 415


def test_a_list_is_not_taken_for_its_first_element(company: Company) -> None:
    reply = company.call("PATCH", "/v1/company", raw='[{"name": "Other"}, {"name": "Third"}]')
    assert (reply.status, reply.body["errors"]) == (422, [{"field": "body", "message": "must be a JSON object"}])


@pytest.mark.parametrize("depth", [*range(2, 25), *range(900, 1010)])
def test_no_depth_is_a_fault_of_ours(company: Company, depth: int) -> None:
    reply = company.call("PATCH", "/v1/company", raw='{"name":' + "[" * depth + "]" * depth + "}")
    assert reply.status in (400, 422)


def test_what_is_wrong_is_told_within_bounds(company: Company) -> None:
    reply = company.call("PATCH", "/v1/company", {f"{number}{'n' * 500}": 1 for number in range(100)})
    assert (reply.status, len(reply.body["errors"])) == (422, 20)
    assert max(len(error["field"]) for error in reply.body["errors"]) == 100


def test_a_name_that_stands_twice_is_told(company: Company) -> None:
    reply = company.call("PATCH", "/v1/company", raw='{"name": "A", "name": "B"}')
    assert (reply.status, reply.body["detail"]) == (400, "A name stands twice in the body: name")

"""What If-Match names: the version of the very thing that is edited, alone or in a list."""

from datetime import UTC, datetime

import pytest

from shared.account.clock import move_clock
from tests.support.sample import Company

PERSON, SUPPORT = (f"/v1/licenses/sales-{kind}-contracted/renewal" for kind in ("person", "support"))


def tag(company: Company, path: str) -> dict[str, str]:
    return {"if-match": company.call("GET", path).headers["etag"]}


def test_the_numbers_of_two_skus_of_one_term_are_edited_apart(company: Company) -> None:
    company.buy("sales-person-contracted", 2)
    company.buy("sales-support-contracted", 2)
    person, support = tag(company, PERSON), tag(company, SUPPORT)
    assert company.call("PUT", PERSON, {"quantity": 1}, headers=person).status == 200
    assert company.call("PUT", SUPPORT, {"quantity": 1}, headers=support).status == 200
    assert company.call("PUT", PERSON, {"quantity": 0}, headers=person).code == "stale_version"
    assert company.call("DELETE", PERSON, headers=tag(company, PERSON)).status == 200


def test_what_was_read_of_a_term_that_has_ended_is_stale_in_the_next(company: Company) -> None:
    company.buy("jobs-rolling", 1)
    company.buy("sales-person-contracted", 2)
    first = tag(company, PERSON)
    company.call("PUT", PERSON, {"quantity": 0})
    move_clock(company.account_id, datetime(2028, 3, 6, 9, tzinfo=UTC))
    company.buy("sales-person-contracted", 3)
    assert company.call("PUT", PERSON, {"quantity": 1}, headers=first).code == "stale_version"


@pytest.mark.parametrize(
    ("named", "status"),
    [('"0", "1"', 200), ('"1","7"', 200), ("*", 200), ('"0", "2"', 412), ('W/"1"', 412), ("1", 412), ("", 412)],
)
def test_one_of_a_list_of_versions_is_enough(company: Company, named: str, status: int) -> None:
    assert company.call("PATCH", "/v1/company", {"name": "Other"}, headers={"if-match": named}).status == status

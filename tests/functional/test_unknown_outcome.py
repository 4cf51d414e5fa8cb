"""A change that was written, and of which AWS said that it had failed: done once, and the repeat is told so."""

from typing import Any

import pytest
from botocore.exceptions import ClientError

from shared.aws import PASSING, REFUSED_UNDONE, is_passing
from shared.store import dynamodb, transaction
from tests.support.sample import Company

BO = {"username": "bo.lind", "name": "Bo Lind", "email": "bo@example.com"}


class DoneAndFailed:
    """A client of the tables whose first transaction is written and answered by an error."""

    def __init__(self, code: str) -> None:
        self.code, self.answered = code, False

    def transact_write_items(self, **request: Any) -> Any:
        answer = dynamodb.client().transact_write_items(**request)
        if not self.answered:
            self.answered = True
            raise ClientError({"Error": {"Code": self.code, "Message": ""}}, "TransactWriteItems")
        return answer


@pytest.mark.parametrize("code", sorted(PASSING - REFUSED_UNDONE))
def test_licenses_are_deleted_once(company: Company, monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    company.buy("jobs-rolling", 5)
    failing = DoneAndFailed(code)
    monkeypatch.setattr(transaction, "client", lambda: failing)
    reply = company.call("POST", "/v1/licenses/jobs-rolling/deletions", {"quantity": 2})
    assert (reply.status, reply.code, company.pool("jobs-rolling")["owned"]) == (503, "busy", 3)


def test_a_repeat_with_the_same_key_is_told_what_was_done(company: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    failing = DoneAndFailed("InternalServerError")
    monkeypatch.setattr(transaction, "client", lambda: failing)
    assert company.call("POST", "/v1/users", BO, key="once").status == 503
    again = company.call("POST", "/v1/users", BO, key="once")
    assert (again.status, again.body["username"]) == (201, "bo.lind")


def test_an_answer_without_a_body_passes_by_its_status() -> None:
    head = {"Error": {"Code": "503", "Message": ""}, "ResponseMetadata": {"HTTPStatusCode": 503}}
    assert is_passing(ClientError(head, "HeadObject"))  # type: ignore[arg-type]

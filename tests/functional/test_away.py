"""Where AWS does not take a call for the moment: 503 with Retry-After; keys a table leaves over are asked for again."""

from typing import Any

import pytest
from botocore.exceptions import ClientError, ConnectTimeoutError, EndpointConnectionError, ReadTimeoutError

from shared.aws import PASSING
from shared.store import dynamodb, keys
from tests.support.sample import Company

AWAY: dict[str, Exception] = {
    code: ClientError({"Error": {"Code": code, "Message": ""}}, "GetItem") for code in sorted(PASSING)
} | {kind.__name__: kind(endpoint_url="u") for kind in (ReadTimeoutError, ConnectTimeoutError, EndpointConnectionError)}


class Failing:
    """A client of the tables whose every call ends in an error."""

    def __init__(self, error: Exception) -> None:
        self.error = error

    def __getattr__(self, _name: str) -> Any:
        def fail(**_: Any) -> None:
            raise self.error

        return fail


@pytest.mark.parametrize("name", AWAY)
def test_a_call_that_aws_does_not_take_now_is_to_be_tried_again(
    company: Company, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr(dynamodb, "client", lambda: Failing(AWAY[name]))
    reply = company.call("GET", "/v1/me")
    assert (reply.status, reply.body["code"], reply.headers["retry-after"]) == (503, "busy", "2")


def test_an_error_that_stays_is_not_told_as_one_that_passes(company: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    denied = ClientError({"Error": {"Code": "AccessDeniedException", "Message": ""}}, "GetItem")
    monkeypatch.setattr(dynamodb, "client", lambda: Failing(denied))
    assert company.call("GET", "/v1/me").status == 500


@pytest.mark.parametrize("error", [RuntimeError("Internals of the tables"), AWAY["InternalServerError"]])
def test_a_failure_tells_the_id_of_its_request_and_nothing_of_what_is_inside(
    company: Company, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    monkeypatch.setattr(dynamodb, "client", lambda: Failing(error))
    monkeypatch.setattr("tests.support.api.new_id", lambda: "this-request")
    told = company.call("GET", "/v1/me").body
    assert set(told) == {"type", "title", "status", "code", "detail", "request_id"}
    assert told["request_id"] == "this-request"
    assert not [word for word in ("Internal", "tables", "Item", "Error") if word in told["detail"]]


def test_keys_that_a_table_leaves_over_are_asked_for_again(company: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    client, asked, waited = dynamodb.client(), [], []

    class OneAtATime:
        @staticmethod
        def batch_get_item(**wanted: Any) -> Any:
            asked.append(wanted)
            ((table, request),) = wanted["RequestItems"].items()
            first, *rest = request["Keys"]
            answer = client.batch_get_item(RequestItems={table: request | {"Keys": [first]}})
            return answer | {"UnprocessedKeys": {table: request | {"Keys": rest}} if rest else {}}

    monkeypatch.setattr(dynamodb, "client", OneAtATime)
    monkeypatch.setattr("time.sleep", waited.append)
    wanted = [keys.account(company.account_id), keys.account("nobody"), keys.account_listing(company.account_id)]
    assert dynamodb.batch_get(wanted).keys() == {wanted[0], wanted[2]}
    assert (len(asked), len(waited)) == (3, 2)

"""Where others keep writing the same items: a moment of it shows nowhere, for long it is 503 with Retry-After."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from botocore.exceptions import ClientError

from shared.store import dynamodb, transaction
from tests.support.api import Reply
from tests.support.sample import Company, order_body

Calling = Callable[[Company], Callable[[], Reply]]
Disturb = Callable[[int], None]


@pytest.fixture
def disturb(monkeypatch: pytest.MonkeyPatch) -> Disturb:
    """So many transactions from now on meet another one. No time passes between the tries."""

    class Disturbed:
        left = 0

        def transact_write_items(self, **request: Any) -> Any:
            if self.left:
                self.left -= 1
                reasons = [{"Code": "TransactionConflict"}] * len(request["TransactItems"])
                error = {"Error": {"Code": "TransactionCanceledException"}, "CancellationReasons": reasons}
                raise ClientError(error, "TransactWriteItems")  # type: ignore[arg-type]
            return dynamodb.client().transact_write_items(**request)

    disturbed = Disturbed()
    monkeypatch.setattr(transaction, "client", lambda: disturbed)
    monkeypatch.setattr("time.sleep", lambda _: None)
    return lambda number: setattr(disturbed, "left", number)


def viewing(company: Company) -> Callable[[], Reply]:
    quote = company.call("POST", "/v1/licenses/quotes", {"sku": "jobs-rolling", "quantity": 1}).body
    order = company.call("POST", "/v1/licenses/orders", order_body(quote, None)).body
    return lambda: company.call("GET", f"/v1/licenses/orders/{order['order_id']}/document")


def archiving(company: Company) -> Callable[[], Reply]:
    company.buy("jobs-rolling", 1)
    return lambda: company.call("POST", "/v1/contracts/archive", key="nightly")


def deleting_once_a_month_is_due(company: Company) -> Callable[[], Reply]:
    company.buy("jobs-rolling", 1)
    company.at(datetime(2027, 5, 6, 9, tzinfo=UTC))
    return lambda: company.call("POST", "/v1/licenses/jobs-rolling/deletions", {"quantity": 1})


def adding(company: Company) -> Callable[[], Reply]:
    person = {"username": "bo.lind", "name": "Bo Lind", "email": "bo@example.com"}
    return lambda: company.call("POST", "/v1/users", person)


@pytest.mark.parametrize("calling", [viewing, archiving, deleting_once_a_month_is_due, adding])
def test_what_others_keep_busy_is_to_be_tried_again(
    company: Company, disturb: Disturb, calling: Calling, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shared.account.archives.WAITS_SECONDS", 0.0)
    call = calling(company)
    disturb(1000)
    busy = call()
    assert (busy.status, busy.code, busy.headers.get("retry-after")) == (503, "busy", "1")
    disturb(3)
    assert call().status in (200, 201, 202)

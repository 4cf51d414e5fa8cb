"""The overview where very many orders wait."""

import pytest

from shared import pages
from tests.support.sample import Company, order_body


def test_of_orders_that_wait_the_newest_are_shown_as_many_as_an_answer_holds(
    company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    placed = []
    for _ in range(3):
        quote = company.call("POST", "/v1/licenses/quotes", {"sku": "jobs-rolling", "quantity": 2}).body
        placed.append(company.call("POST", "/v1/licenses/orders", order_body(quote, None)).body)
    assert company.call("GET", "/v1/licenses").body["pending_orders"] == placed[::-1]
    monkeypatch.setattr(pages, "MOST_BYTES", 1_000)
    assert company.call("GET", "/v1/licenses").body["pending_orders"] == placed[:0:-1]
    assert company.pool("jobs-rolling")["pending"] == 6
    waiting = company.call("GET", "/v1/licenses/orders", query={"status": "pending_signature"}).body["items"]
    assert waiting == placed[::-1]

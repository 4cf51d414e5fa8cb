"""A purchase and a change of plan at once: what is owned is always sold on the plan."""

import pytest

from shared.account import purchase
from shared.account.plan_change import change_plan
from tests.support.rights import somebody_else
from tests.support.sample import Company, order_body


def test_nothing_is_bought_on_a_plan_that_has_just_stopped_selling_it(
    company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    quote = company.call("POST", "/v1/licenses/quotes", {"sku": "jobs-daily", "quantity": 1}).body
    activate, changed = purchase.activate, []

    def change_first(*given: object) -> object:
        with somebody_else():
            if not changed:
                changed.append(change_plan(company.account_id, "jobs", "classic"))
        return activate(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(purchase, "activate", change_first)
    refused = company.call("POST", "/v1/licenses/orders", order_body(quote, "Ana Pop"))
    assert (refused.status, refused.code) == (409, "not_sold_on_plan")
    assert company.call("GET", "/v1/licenses/orders", query={"sku": "jobs-daily"}).body["items"] == []

"""A purchase and a change of plan at once: what is owned is always sold on the plan."""

import pytest

from shared.account import purchase
from shared.account.plan_change import change_plan
from tests.support.rights import somebody_else
from tests.support.sample import Company, order_body


@pytest.mark.parametrize(("signer", "step"), [("Ana Pop", "activate"), (None, "put_order")])
def test_nothing_is_bought_on_a_plan_that_has_just_stopped_selling_it(
    company: Company, monkeypatch: pytest.MonkeyPatch, signer: str | None, step: str
) -> None:
    quote = company.call("POST", "/v1/licenses/quotes", {"sku": "jobs-daily", "quantity": 1}).body
    go_on, changed = getattr(purchase, step), []

    def change_first(*given: object) -> object:
        with somebody_else():
            if not changed:
                changed.append(change_plan(company.account_id, "jobs", "classic"))
        return go_on(*given)

    monkeypatch.setattr(purchase, step, change_first)
    refused = company.call("POST", "/v1/licenses/orders", order_body(quote, signer))
    assert (refused.status, refused.code) == (409, "not_sold_on_plan")
    assert company.call("GET", "/v1/licenses/orders", query={"sku": "jobs-daily"}).body["items"] == []

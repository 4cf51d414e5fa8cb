"""What a quote tells of the months to come."""

from datetime import date

import pytest

from shared.account.plan_change import change_plan
from shared.account.price_loading import NewPrice
from tests.support.sample import Company, load_prices_any_day

NEXT_MONTH, MONTH_AFTER = date(2027, 4, 5), date(2027, 5, 5)


def quoted(company: Company, sku: str) -> tuple[int, dict[str, object]]:
    body = company.call("POST", "/v1/licenses/quotes", {"sku": sku, "quantity": 2}).body
    return body["unit_price"], body["recurring"]


@pytest.mark.parametrize(
    ("sku", "from_on", "now", "recurring"),
    [
        ("jobs-rolling", NEXT_MONTH, 2600, 2 * 9900),
        ("jobs-rolling", MONTH_AFTER, 2600, 2 * 2600),
        ("jobs-contracted", NEXT_MONTH, 2000, 2 * 2000),
    ],
)
def test_what_recurs_is_at_the_price_that_is_known_for_the_next_billing_date(
    company: Company, sku: str, from_on: date, now: int, recurring: int
) -> None:
    load_prices_any_day([NewPrice("go_paperless", sku, "GBP", 9900, from_on)])
    assert quoted(company, sku) == (now, {"net": recurring, "from_on": "2027-04-05"})


def test_what_recurs_is_at_the_price_of_the_plan_to_come(company: Company) -> None:
    load_prices_any_day([NewPrice("automation", "jobs-rolling", "GBP", 3100, NEXT_MONTH)])
    change_plan(company.account_id, "jobs", "automation")
    assert quoted(company, "jobs-rolling") == (2600, {"net": 6200, "from_on": "2027-04-05"})
    assert quoted(company, "jobs-contracted") == (2000, {"net": 4000, "from_on": "2027-04-05"})

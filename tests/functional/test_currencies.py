"""A company's whole account in currencies of no decimals and of three: minor units, as its own price list has them."""

import pytest

from shared import aws
from shared.account.invoice_drawing import draw_invoice
from tests.support.sample import load_sample_prices, open_company
from tests.support.sandbox import Sandbox, at
from tests.unit.documents.pages import text_of


def company_in(currency: str) -> Sandbox:
    """In another currency than the one whose list costs a hundred times as much."""
    load_sample_prices(dict.fromkeys(("jobs-contracted", "jobs-rolling"), 260000))
    load_sample_prices(currency=currency)
    return Sandbox(open_company(currency=currency, tax_rate_bp=1000, sandbox_now=at("2027-03-05T09:00")))


@pytest.mark.parametrize(("currency", "total"), [("JPY", "JPY 9,950"), ("KWD", "KWD 9.950")])
def test_an_account_lives_in_its_own_currency(currency: str, total: str) -> None:
    account = company_in(currency)
    account.until("2027-03-25T09:00")
    catalog = account.company.call("GET", "/v1/catalog").body["items"]
    assert {(item["currency"], item["unit_price"]) for item in catalog if item["sku"] == "jobs-rolling"} == {
        (currency, 2600)
    }
    quote = account.quote("jobs-rolling", 2)
    assert (quote["currency"], quote["due_now"]["net"], quote["due_now"]["tax"]) == (currency, 1845, 185)
    order = account.company.buy("jobs-rolling", 2).body
    assert (order["currency"], order["unit_price"]) == (currency, 2600)
    upcoming = account.company.call("GET", "/v1/billing/upcoming").body
    account.until("2027-04-05T09:00")
    issued = account.invoices()[-1]
    assert [line["amount"] for line in issued["lines"]] == [1845, 2000, 5200]
    # A license's month of 2000 was on the invoice before; halves of the tax go up.
    assert (issued["currency"], issued["net"], issued["tax"], issued["total"]) == (currency, 9045, 905, 9950)
    assert (upcoming["currency"], upcoming["total"]) == (currency, 9950)
    assert draw_invoice(account.account_id, issued["number"])
    key = f"{account.account_id}/invoices/{issued['number']:08}.pdf"
    pdf = aws.client("s3").get_object(Bucket="contracts", Key=key)["Body"].read()
    assert f"Total {total}" in text_of(pdf)

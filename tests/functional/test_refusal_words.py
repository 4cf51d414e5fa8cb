"""What a refusal says, in words to act on: none of a library's own, and what to do next."""

import pytest

from tests.functional.users.test_imports import file_of, send
from tests.support.sample import Company, order_body


def test_several_faults_are_told_apart(company: Company) -> None:
    told = company.call("PATCH", "/v1/company", {"name": 3, "other": 1, "tax": 2}).body
    assert told["detail"] == "; ".join(f"{each['field']}: {each['message']}" for each in told["errors"])
    assert len(told["errors"]) == 3


@pytest.mark.parametrize(
    ("body", "field", "message"),
    [
        ({"sku": "jobs-rolling"}, "quantity", "is missing"),
        ({"sku": "jobs-rolling", "quantity": "2"}, "quantity", "takes a whole number"),
        ({"sku": "jobs-rolling", "quantity": 1.5}, "quantity", "takes a whole number"),
        ({"sku": "jobs-rolling", "quantity": 2, "color": 1}, "color", "is not a field of this call"),
    ],
)
def test_a_schema_speaks_our_words(company: Company, body: dict[str, object], field: str, message: str) -> None:
    told = company.call("POST", "/v1/licenses/quotes", body).body
    assert told["errors"] == [{"field": field, "message": message}]


def test_our_own_sentences_have_nothing_in_front(company: Company) -> None:
    quote = company.call("POST", "/v1/licenses/quotes", {"sku": "jobs-rolling", "quantity": 1}).body
    body = order_body(quote, "Ana Pop")
    body["signature"]["consent"] = False
    refused = company.call("POST", "/v1/licenses/orders", body)
    assert [each["message"] for each in refused.body["errors"]] == ["must be true"]


def test_no_number_is_set_for_licenses_that_nobody_owns(company: Company) -> None:
    company.buy("sales-person-contracted", 1)
    refused = company.call("GET", "/v1/licenses/sales-support-contracted/renewal")
    assert (refused.status, refused.code) == (404, "not_found")
    assert refused.body["detail"] == "None of sales-support-contracted is owned, so none renews."


def test_a_used_quote_and_a_withdrawn_order_say_what_next(company: Company) -> None:
    quote = company.call("POST", "/v1/licenses/quotes", {"sku": "jobs-rolling", "quantity": 1}).body
    order = company.call("POST", "/v1/licenses/orders", order_body(quote, None)).body
    used = company.call("POST", "/v1/licenses/orders", order_body(quote, None))
    assert used.body["detail"] == "This quote was bought with already; see order_id, or ask for a new quote."
    path = f"/v1/licenses/orders/{order['order_id']}/cancellation"
    company.call("POST", path, {}, key="k-1")
    again = company.call("POST", path, {}, key="k-2")
    assert (again.status, again.code) == (409, "order_not_pending")
    assert again.body["detail"].endswith("If the licenses are still wanted, order again from a new quote.")


def test_a_row_says_what_it_takes(company: Company) -> None:
    rows = send(
        company,
        file_of(
            "eve.ek,Eve,x@example.com,,engineer,,",
            "eve.ek,Eve,x@example.com,jobs,engineer,,",
            "eve.ek,Eve,x@example.com,jobs-rolling,chief,,",
        ),
        dry_run=True,
    ).body["rows"]
    assert rows[0]["detail"] == "jobs_sku: is missing"
    assert rows[1]["detail"].startswith("jobs_sku: is no license of jobs; takes jobs-contracted, jobs-rolling")
    assert rows[2]["detail"].startswith("jobs_role: is no role of jobs; takes ") and "engineer" in rows[2]["detail"]

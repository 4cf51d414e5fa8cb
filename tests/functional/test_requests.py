"""Round trips decide both latency and cost: each call's requests to the tables are counted and bounded.

Three for a write (who calls, one batch, one transaction), and one more for a list price. Here is told which ones they
are; how many each route makes, reads too, `tests/unit/cost` counts.
"""

from typing import Any

from shared.ids import new_id
from tests.support.requests import counted_requests
from tests.support.sample import Company, order_body, signature_body


def requests_of(company: Company, method: str, path: str, body: Any = None, status: int = 200) -> list[str]:
    with counted_requests() as sent:
        reply = company.call(method, path, body, key=new_id())
    assert reply.status == status, reply.body
    return sent


def test_a_quote_takes_three_and_a_list_price(company: Company) -> None:
    sent = requests_of(company, "POST", "/v1/licenses/quotes", {"sku": "jobs-rolling", "quantity": 2}, 201)
    assert sorted(sent) == ["BatchGetItem", "GetItem", "GetItem", "TransactWriteItems"]


def test_an_order_takes_three_and_a_list_price(company: Company) -> None:
    quote = company.call("POST", "/v1/licenses/quotes", {"sku": "jobs-contracted", "quantity": 2}).body
    sent = requests_of(company, "POST", "/v1/licenses/orders", order_body(quote, "Ana Pop"), 201)
    assert sorted(sent) == ["BatchGetItem", "GetItem", "GetItem", "TransactWriteItems"]


def test_a_signature_takes_three(company: Company) -> None:
    quote = company.call("POST", "/v1/licenses/quotes", {"sku": "jobs-rolling", "quantity": 2}).body
    order = company.call("POST", "/v1/licenses/orders", order_body(quote, None)).body
    path = f"/v1/licenses/orders/{order['order_id']}/signature"
    sent = requests_of(company, "POST", path, signature_body(quote["document_sha256"]))
    assert sorted(sent) == ["BatchGetItem", "GetItem", "TransactWriteItems"]


def test_changes_of_people_and_numbers_take_three(company: Company) -> None:
    company.buy("jobs-rolling", 3)
    three = ["BatchGetItem", "GetItem", "TransactWriteItems"]
    body = {"username": "new.person", "name": "New Person", "email": "new@example.com"}
    assert sorted(requests_of(company, "POST", "/v1/users", body, 201)) == three
    user_id = company.call("GET", "/v1/users", query={"q": "new.person"}).body["items"][0]["user_id"]
    seat = f"/v1/users/{user_id}/licenses/jobs"
    changes = [
        ("PUT", seat, {"sku": "jobs-rolling", "role": "engineer"}),
        ("PUT", seat, {"sku": "jobs-rolling", "role": "office_staff"}),
        ("PATCH", f"/v1/users/{user_id}", {"name": "Newer Person"}),
        ("POST", f"/v1/users/{user_id}/deactivation", None),
        ("POST", f"/v1/users/{user_id}/reactivation", None),
        ("DELETE", seat, None),
        ("POST", "/v1/licenses/jobs-rolling/deletions", {"quantity": 1}),
        ("PUT", "/v1/licenses/jobs-contracted/renewal", {"quantity": 1}),
        ("PATCH", "/v1/company", {"name": "Brook & Vale Group"}),
    ]
    for method, path, change in changes:
        assert sorted(requests_of(company, method, path, change)) == three, (method, path)

"""Quote, order, signature, deletion through the real handlers."""

import base64
from datetime import UTC, datetime

import pytest

from tests.support.sample import Company, give_login, order_body, signature_body


def test_what_is_quoted_is_what_is_charged(company: Company) -> None:
    company.at(datetime(2027, 3, 25, 9, tzinfo=UTC))
    quote = company.call("POST", "/v1/licenses/quotes", {"sku": "jobs-rolling", "quantity": 2})
    assert quote.status == 201
    assert quote.body["due_now"] == {
        "net": 1845, "tax": 0, "gross": 1845, "days": 11, "days_in_month": 31, "charged_quantity": 2,
    }  # fmt: skip
    order = company.call("POST", "/v1/licenses/orders", order_body(quote.body, "Ana Pop"))
    assert (order.status, order.body["status"]) == (201, "active")
    assert company.pool("jobs-rolling") == {
        "sku": "jobs-rolling", "owned": 2, "assigned": 0, "available": 2, "pending": 0,
        "unit_price": 2600, "renewal_quantity": None,
    }  # fmt: skip


def test_an_unsigned_order_is_pending_until_it_is_signed(company: Company) -> None:
    quote = company.call("POST", "/v1/licenses/quotes", {"sku": "jobs-contracted", "quantity": 3}).body
    order = company.call("POST", "/v1/licenses/orders", order_body(quote, None)).body
    assert order["status"] == "pending_signature"
    assert company.pool("jobs-contracted")["pending"] == 3
    path = f"/v1/licenses/orders/{order['order_id']}/signature"
    signed = company.call("POST", path, signature_body(quote["document_sha256"]))
    assert (signed.status, signed.body["status"]) == (200, "active")
    again = company.call("POST", path, signature_body(quote["document_sha256"]))
    assert (again.status, again.body) == (200, signed.body)
    other = company.call("POST", path, signature_body(quote["document_sha256"], "Somebody Else"))
    assert (other.status, other.code) == (409, "order_not_pending")
    assert company.pool("jobs-contracted")["owned"] == 4


def test_a_pending_order_expires_to_the_instant(company: Company) -> None:
    quote = company.call("POST", "/v1/licenses/quotes", {"sku": "jobs-rolling", "quantity": 1}).body
    order = company.call("POST", "/v1/licenses/orders", order_body(quote, None)).body
    path = f"/v1/licenses/orders/{order['order_id']}"
    company.at(datetime(2027, 4, 4, 8, 59, 59, tzinfo=UTC))
    assert company.call("GET", path).body["status"] == "pending_signature"
    company.at(datetime(2027, 4, 4, 9, tzinfo=UTC))
    assert company.call("GET", path).body["status"] == "expired"
    refused = company.call("POST", f"{path}/signature", signature_body(quote["document_sha256"]))
    assert (refused.status, refused.code) == (409, "order_not_pending")
    assert refused.body["detail"].endswith("Order again from a new quote.")


def test_a_quote_is_used_once(company: Company) -> None:
    quote = company.call("POST", "/v1/licenses/quotes", {"sku": "jobs-rolling", "quantity": 1}).body
    first = company.call("POST", "/v1/licenses/orders", order_body(quote, "Ana Pop"), key="k-1")
    again = company.call("POST", "/v1/licenses/orders", order_body(quote, "Ana Pop"), key="k-1")
    assert (again.status, again.body) == (201, first.body)
    used = company.call("POST", "/v1/licenses/orders", order_body(quote, "Ana Pop"))
    assert (used.status, used.code, used.body["order_id"]) == (409, "quote_used", first.body["order_id"])
    changed = company.call("POST", "/v1/licenses/orders", order_body(quote, "Bob Roe"), key="k-1")
    assert (changed.status, changed.code) == (422, "idempotency_key_reused")


def test_a_quote_lapses_with_its_day(company: Company) -> None:
    quote = company.call("POST", "/v1/licenses/quotes", {"sku": "jobs-rolling", "quantity": 2}).body
    company.at(datetime(2027, 3, 6, 0, 0, 10, tzinfo=UTC))
    late = company.call("POST", "/v1/licenses/orders", order_body(quote, "Ana Pop"))
    assert (late.status, late.code) == (409, "quote_changed")
    assert late.body["quote"]["due_now"]["days"] == 30
    assert company.call("POST", "/v1/licenses/orders", order_body(late.body["quote"], "Ana Pop")).status == 201


def test_deleting_leaves_what_people_hold(company: Company) -> None:
    company.buy("jobs-rolling", 5)
    contracted = company.call("POST", "/v1/licenses/jobs-contracted/deletions", {"quantity": 1})
    assert (contracted.status, contracted.code) == (409, "contracted_not_deletable")
    too_many = company.call("POST", "/v1/licenses/jobs-rolling/deletions", {"quantity": 6})
    assert (too_many.status, too_many.code) == (409, "not_enough_available")
    assert company.call("POST", "/v1/licenses/jobs-rolling/deletions", {"quantity": 4}).body["owned"] == 1


def test_what_cannot_be_deleted_is_told_by_numbers(company: Company) -> None:
    company.buy("jobs-rolling", 2)
    person = {"username": "bo.lind", "name": "Bo Lind", "email": "bo@example.com"}
    company.call("POST", "/v1/users", person | {"licenses": [{"sku": "jobs-rolling", "role": "engineer"}]})
    for quantity, more in ((2, ""), (3, "There are not so many. ")):
        refused = company.call("POST", "/v1/licenses/jobs-rolling/deletions", {"quantity": quantity})
        told = f"jobs-rolling: 2 owned, 1 held, 1 free. {more}Delete at most 1, or take seats back first."
        assert refused.body["detail"] == told


@pytest.mark.parametrize("raw", ["", "{", '{"sku": NaN}', "[" * 100_000, "é\udcff"])
def test_an_unreadable_body_is_400(company: Company, raw: str) -> None:
    assert company.call("POST", "/v1/licenses/quotes", raw=raw).status == 400


@pytest.mark.parametrize("raw", ["null", "[]", "3", '"x"'])
def test_a_body_of_another_shape_is_422(company: Company, raw: str) -> None:
    reply = company.call("POST", "/v1/licenses/quotes", raw=raw)
    assert (reply.status, reply.code) == (422, "invalid")


@pytest.mark.parametrize("quantity", [True, "3", 2.5, 0, -1, 1001, None])
def test_a_quantity_is_a_whole_number(company: Company, quantity: object) -> None:
    reply = company.call("POST", "/v1/licenses/quotes", {"sku": "jobs-rolling", "quantity": quantity})
    assert (reply.status, [each["field"] for each in reply.body["errors"]]) == (422, ["quantity"])


def test_unknown_fields_and_parameters_are_refused(company: Company) -> None:
    extra = company.call("POST", "/v1/licenses/quotes", {"sku": "jobs-rolling", "quantity": 1, "price": 1})
    assert (extra.status, extra.body["errors"][0]["field"]) == (422, "price")
    query = company.call("GET", "/v1/licenses/orders", query={"colour": "red"})
    assert (query.status, query.body["errors"][0]["field"]) == (422, "colour")


@pytest.mark.parametrize("consent", [1, "true", False, None])
def test_consent_is_true_and_nothing_else(company: Company, consent: object) -> None:
    quote = company.call("POST", "/v1/licenses/quotes", {"sku": "jobs-rolling", "quantity": 1}).body
    body = order_body(quote, "Ana Pop")
    body["signature"]["consent"] = consent
    reply = company.call("POST", "/v1/licenses/orders", body)
    assert (reply.status, reply.body["errors"][0]["field"]) == (422, "signature.consent")


def test_an_id_token_is_no_access_token(company: Company) -> None:
    assert company.call("GET", "/v1/licenses", token_use="id").status == 401
    assert company.call("GET", "/v1/licenses", sub=None).status == 401
    assert company.call("GET", "/v1/licenses", sub="nobody").code == "user_inactive"


def test_a_key_counts_for_one_person_and_one_call(company: Company) -> None:
    quote = company.call("POST", "/v1/licenses/quotes", {"sku": "jobs-rolling", "quantity": 1}, key="k-1")
    order = company.call("POST", "/v1/licenses/orders", order_body(quote.body, "Ana Pop"), key="k-1")
    assert (quote.status, order.status) == (201, 201)
    person = {"username": "second.owner", "name": "Bob Roe", "email": "bob@example.com"}
    seat = {"licenses": [{"sku": "jobs-rolling", "role": "owner_manager"}]}
    second = give_login(company.account_id, company.call("POST", "/v1/users", person | seat).body["user_id"])
    again = company.call("POST", "/v1/licenses/quotes", {"sku": "jobs-rolling", "quantity": 1}, key="k-1", sub=second)
    assert again.body["quote_id"] != quote.body["quote_id"]
    bought = company.call("POST", "/v1/licenses/orders", order_body(again.body, "Bob Roe"), key="k-1", sub=second)
    assert (bought.status, company.pool("jobs-rolling")["owned"]) == (201, 2)


def test_json_sent_as_bytes_is_refused_by_its_type(company: Company) -> None:
    body = base64.b64encode(b'{"sku": "jobs-rolling", "quantity": 1}').decode()
    headers = {"content-type": "application/octet-stream"}
    reply = company.call("POST", "/v1/licenses/quotes", raw=body, is_base64=True, headers=headers)
    assert (reply.status, reply.code) == (415, "wrong_content_type")
    raw = base64.b64encode(bytes.fromhex("7b22ff227d")).decode()
    assert company.call("POST", "/v1/licenses/quotes", raw=raw, is_base64=True).status == 400

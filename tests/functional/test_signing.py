"""Signatures taken strictly, once, by one person; names that cannot break out of where they are put."""

from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlparse

import pytest

from shared.account.sealing import seal_contract
from shared.clock import real_now
from shared.domain.contract import Contract
from shared.store import dynamodb, keys
from shared.store.records import from_item
from tests.support.sample import Company, give_login, order_body, signature_body
from tests.support.template import resources

AWKWARD = 'D’Arcy, Müller & Söhne: Heizung/Sanitär "Nord"'
REFUSED_IN_NAMES = set('\\/:*?"<>|')


def pending(company: Company) -> tuple[str, str]:
    """An order that waits; its path, and the SHA-256 of its document."""
    quote = company.call("POST", "/v1/licenses/quotes", {"sku": "jobs-rolling", "quantity": 2}).body
    order = company.call("POST", "/v1/licenses/orders", order_body(quote, None)).body
    return f"/v1/licenses/orders/{order['order_id']}", quote["document_sha256"]


BAD_SIGNATURES: list[tuple[str, dict[str, Any]]] = [
    ("consent", {"consent": 1}),
    ("consent", {"consent": "true"}),
    ("consent", {"consent": False}),
    ("consent", {"consent": None}),
    ("typed_name", {"typed_name": "Somebody Else"}),
    ("typed_name", {"typed_name": None}),
    ("strokes", {"strokes": [[[1, 2, 3]]]}),
    ("strokes", {"typed_name": None, "strokes": [[[1001, 2, 3]]]}),
    ("strokes", {"typed_name": None, "strokes": [[[1, 401, 3]]]}),
    ("strokes", {"typed_name": None, "strokes": [[[1, 2]]]}),
    ("strokes", {"typed_name": None, "strokes": []}),
    ("strokes", {"typed_name": None, "strokes": [[[1, 2, 3]] * 60_000]}),
    ("strokes", {"typed_name": None, "strokes": [[[1, 2, 3]]] * 101}),
    ("signer_name", {"signer_name": "  ", "typed_name": "  "}),
    ("signer_name", {"signer_name": "A\u202eB", "typed_name": "A\u202eB"}),
    ("document_sha256", {"document_sha256": "0" * 64}),
]


def test_a_signature_that_is_none_is_refused_by_field_and_changes_nothing(company: Company) -> None:
    path, sha256 = pending(company)
    for field, change in BAD_SIGNATURES:
        body = {name: value for name, value in (signature_body(sha256) | change).items() if value is not None}
        reply = company.call("POST", f"{path}/signature", body)
        assert (reply.status, reply.body["errors"][0]["field"].split(".")[0]) == (422, field), change
    assert company.call("GET", path).body["status"] == "pending_signature"
    assert company.pool("jobs-rolling")["owned"] == 0


def test_a_signature_that_is_none_is_told_so_before_the_role_is_looked_at(company: Company) -> None:
    company.buy("jobs-rolling", 1)
    seat = {"sku": "jobs-rolling", "role": "engineer"}
    bob = {"username": "bob", "name": "Bob Roe", "email": "bob@example.com", "licenses": [seat]}
    sub = give_login(company.account_id, company.call("POST", "/v1/users", bob).body["user_id"])
    path, sha256 = pending(company)
    good = signature_body(sha256)
    for signature, status in ((good | {"typed_name": "Ben"}, 422), (good, 403)):
        signed = company.call("POST", f"{path}/signature", signature, sub=sub)
        ordered = company.call("POST", "/v1/licenses/orders", {"quote_id": "q", "signature": signature}, sub=sub)
        assert (signed.status, ordered.status) == (status, status)
    assert company.call("GET", path).body["status"] == "pending_signature"


def test_a_second_signer_changes_nothing_of_the_first(company: Company) -> None:
    path, sha256 = pending(company)
    ana = company.call("POST", f"{path}/signature", signature_body(sha256), key="k1")
    bob_body = {"username": "bob.roe", "name": "Bob Roe", "email": "bob@example.com"}
    company.buy("jobs-contracted", 1)
    licenses = [{"sku": "jobs-contracted", "role": "financial_office_staff"}]
    bob = company.call("POST", "/v1/users", bob_body | {"licenses": licenses}).body
    sub = give_login(company.account_id, bob["user_id"])
    second = company.call("POST", f"{path}/signature", signature_body(sha256, "Bob Roe"), sub=sub, key="k2")
    same = company.call("POST", f"{path}/signature", signature_body(sha256), sub=sub)
    assert [second.code, same.code] == ["order_not_pending"] * 2
    again = company.call("POST", f"{path}/signature", signature_body(sha256), key="k1")
    assert (again.status, again.body) == (200, ana.body)
    contract = kept(company, ana.body["contract_id"])
    assert (contract.signer_name, contract.signed_by) == ("Ana Pop", company.owner_id)


def kept(company: Company, contract_id: str) -> Contract:
    return from_item(Contract, dynamodb.get(keys.contract(company.account_id, contract_id)) or {})


def test_a_drawn_signature_is_sealed_too(company: Company) -> None:
    path, sha256 = pending(company)
    body = signature_body(sha256) | {"strokes": [[[0, 0, 0], [1000, 400, 20]], [[5, 5, 30]]]}
    del body["typed_name"]
    signed = company.call("POST", f"{path}/signature", body)
    assert signed.status == 200
    assert seal_contract(company.account_id, signed.body["contract_id"])


def test_a_signature_in_another_form_of_the_same_name_counts(company: Company) -> None:
    path, sha256 = pending(company)
    body = signature_body(sha256) | {"signer_name": "José", "typed_name": "Jose\u0301 "}
    assert company.call("POST", f"{path}/signature", body).status == 200


def test_links_save_under_names_that_every_system_takes(company: Company) -> None:
    assert company.call("PATCH", "/v1/company", {"name": AWKWARD}).status == 200
    bought = company.buy("jobs-rolling", 1)
    seal_contract(company.account_id, bought.body["contract_id"])
    link = company.call("GET", f"/v1/contracts/{bought.body['contract_id']}").body["download"]
    assert not REFUSED_IN_NAMES & set(link["file_name"])
    (disposition,) = parse_qs(urlparse(link["url"]).query)["response-content-disposition"]
    assert disposition.isascii()
    assert "D’Arcy" in link["file_name"]


@pytest.mark.parametrize("name", ["Acme\r\nBcc: x@example.org", "Acme\n", "A\u202eB", "", "A\x00"])
def test_a_name_that_is_no_line_of_print_is_refused(company: Company, name: str) -> None:
    reply = company.call("PATCH", "/v1/company", {"name": name})
    assert (reply.status, reply.body["errors"][0]["field"]) == (422, "name")


@pytest.mark.parametrize("text", ["\u200d", "\u00a0", "\u0301 \u200c", "\u034f"], ids=ascii)
def test_a_name_with_nothing_to_see_is_blank(company: Company, text: str) -> None:
    path, sha256 = pending(company)
    person = {"username": "bo.lind", "name": text, "email": "bo@example.com"}
    for method, call, body, field in (
        ("POST", "/v1/users", person, "name"),
        ("PATCH", "/v1/company", {"name": text}, "name"),
        ("PATCH", "/v1/company", {"address": text}, "address"),
        ("POST", f"{path}/signature", signature_body(sha256, text), "signer_name"),
    ):
        refused = company.call(method, call, body)
        assert (refused.status, [each["field"] for each in refused.body["errors"]]) == (422, [field])


def test_the_first_view_is_noted_and_what_was_not_seen_is_not_filled_in(company: Company) -> None:
    path, sha256 = pending(company)
    unseen, sha_unseen = pending(company)
    assert company.call("GET", f"{path}/document").status == 200
    seen = company.call("POST", f"{path}/signature", signature_body(sha256)).body["contract_id"]
    blind = company.call("POST", f"{unseen}/signature", signature_body(sha_unseen)).body["contract_id"]
    assert kept(company, seen).viewed_at is not None
    assert kept(company, blind).viewed_at is None


def test_a_document_that_its_bucket_has_let_go_of_is_not_linked_to_and_not_signed(
    company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, sha256 = pending(company)
    later = real_now() + timedelta(days=bucket_keeps("DraftsBucket"))
    monkeypatch.setattr("shared.account.drafts.real_now", lambda: later)
    gone = company.call("GET", f"{path}/document")
    assert (gone.status, gone.code) == (404, "not_found")
    refused = company.call("POST", f"{path}/signature", signature_body(sha256))
    assert (refused.status, refused.code) == (409, "order_outdated")
    assert company.call("POST", f"{path}/cancellation").body["status"] == "cancelled"


def bucket_keeps(name: str) -> int:
    """For how many days, as the template says."""
    (rule,) = resources()[name]["Properties"]["LifecycleConfiguration"]["Rules"]
    days: int = rule["ExpirationInDays"]
    return days

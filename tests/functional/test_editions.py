"""A new version between quote and seal: nobody signs other words than they read, nor is sealed with others."""

import pytest

from shared.account import purchase, quoting
from shared.account.locked import read_version, sealed_key
from shared.account.sealing import PagesDiffer, seal_contract
from shared.documents import edition, words
from shared.domain.contract import Contract
from shared.store import dynamodb, keys
from shared.store.records import from_item
from shared.store.transaction import Transaction
from tests.support.sample import Company, order_body, signature_body
from tests.unit.documents.pages import text_of


def quoted(company: Company) -> dict[str, str]:
    body: dict[str, str] = company.call("POST", "/v1/licenses/quotes", {"sku": "jobs-rolling", "quantity": 1}).body
    return body


def raise_edition(patched: pytest.MonkeyPatch) -> None:
    for module in (quoting, purchase):
        patched.setattr(module, "EDITION", 2)


def test_a_quote_of_another_edition_is_reviewed_anew(company: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    quote = quoted(company)
    raise_edition(monkeypatch)
    changed = company.call("POST", "/v1/licenses/orders", order_body(quote, "Ana Pop"))
    assert (changed.status, changed.code) == (409, "quote_changed")
    assert company.call("POST", "/v1/licenses/orders", order_body(changed.body["quote"], "Ana Pop")).status == 201


def test_an_order_of_another_edition_is_outdated(company: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    quote = quoted(company)
    order = company.call("POST", "/v1/licenses/orders", order_body(quote, None)).body
    path = f"/v1/licenses/orders/{order['order_id']}/signature"
    with monkeypatch.context() as patched:
        raise_edition(patched)
        refused = company.call("POST", path, signature_body(quote["document_sha256"]))
    assert (refused.status, refused.code) == (409, "order_outdated")
    assert company.call("POST", path, signature_body(quote["document_sha256"])).status == 200


def test_an_order_kept_without_an_edition_is_of_the_first(company: Company) -> None:
    quote = quoted(company)
    order = company.call("POST", "/v1/licenses/orders", order_body(quote, None)).body
    transaction = Transaction()
    transaction.update(keys.order(company.account_id, order["order_id"]), remove=("edition",))
    transaction.commit()
    path = f"/v1/licenses/orders/{order['order_id']}/signature"
    assert company.call("POST", path, signature_body(quote["document_sha256"])).status == 200


def test_pages_that_would_say_what_nobody_signed_are_not_sealed(
    company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    contract_id = str(company.buy("jobs-rolling", 1).body["contract_id"])
    with monkeypatch.context() as patched:
        patched.setitem(words.PRODUCT_NAMES, "jobs", "Something Else")
        with pytest.raises(PagesDiffer):
            seal_contract(company.account_id, contract_id)
    assert kept(company, contract_id).seal is None
    assert seal_contract(company.account_id, contract_id), "by the version that drew it"


def test_a_contract_is_sealed_with_the_consent_that_was_given(
    company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    contract_id = str(company.buy("jobs-rolling", 1).body["contract_id"])
    monkeypatch.setitem(edition.CONSENTS, "0", "I agreed to this in other words.")
    transaction = Transaction()
    transaction.update(keys.contract(company.account_id, contract_id), set={"consent_version": "0"})
    transaction.commit()
    assert seal_contract(company.account_id, contract_id)
    sealed = kept(company, contract_id).seal
    assert sealed
    pages = text_of(read_version(sealed_key(company.account_id, contract_id), sealed.version_id))
    assert "I agreed to this in other words." in pages


def kept(company: Company, contract_id: str) -> Contract:
    return from_item(Contract, dynamodb.get(keys.contract(company.account_id, contract_id)) or {})

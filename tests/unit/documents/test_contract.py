import hashlib
from datetime import date

import pytest

from shared.documents.contract import ContractDocument, render_contract
from shared.documents.edition import EDITION
from shared.documents.typeset import NotTypeset
from tests.unit.documents.pages import page_texts, text_of
from tests.unit.documents.samples import a_contract, a_customer

DRAWN_SHA256 = "dcbc2de791a979eda36aabf34b87274fd0107a1af29acf41856027adb0c29744"


def test_the_same_values_give_the_same_bytes() -> None:
    assert render_contract(a_contract()) == render_contract(a_contract())


def test_an_edition_is_drawn_alike_for_ever() -> None:
    daily = {"sku": "jobs-daily", "term_clause": "none", "term_ends_before": None, "quantity": 1}
    first = {"term_clause": "twelve_months", "term_ends_before": None, "billing_day": None, "governing_law": "England"}
    drawn = b"".join(render_contract(a_contract(**changes)) for changes in ({}, first, daily))
    assert (EDITION, hashlib.sha256(drawn).hexdigest()) == (1, DRAWN_SHA256), (
        "contracts are drawn otherwise: raise EDITION in shared/documents/edition.py, and the new SHA-256 here"
    )


def test_other_values_give_other_bytes() -> None:
    assert render_contract(a_contract()) != render_contract(a_contract(quantity=6))


def test_the_values_survive_being_stored() -> None:
    document = a_contract(customer=a_customer(name="株式会社 שלום"))
    assert ContractDocument.from_json(document.to_json()) == document
    rolling = a_contract(sku="jobs-rolling", term_clause="none", term_ends_before=None)
    assert ContractDocument.from_json(rolling.to_json()) == rolling


def test_it_states_what_is_agreed() -> None:
    text = text_of(render_contract(a_contract()))
    for part in (
        "Seatkeeper Vendor",
        "D’Arcy, Müller & Söhne",
        "Go Paperless",
        "jobs-contracted",
        "5 licenses",
        "GBP 49.99 per license and month, before tax",
        "20 %",
        "unit price × quantity × days ÷ days in the billing month",
        "rounded once",
        "half up",
    ):
        assert part in text


def test_the_contract_id_is_on_every_page() -> None:
    document = a_contract()
    pages = page_texts(render_contract(document))
    assert len(pages) == 2
    assert all(document.contract_id in page for page in pages)
    assert [f"Page {number} of 2" in page for number, page in enumerate(pages, 1)] == [True, True]


def test_joining_says_until_when() -> None:
    text = text_of(render_contract(a_contract()))
    assert "until 1 February 2028, with the running contract" in text
    assert "before 2028-02-01; the last day of that term is 31 January 2028" in text


def test_a_first_term_starts_with_the_signature() -> None:
    text = text_of(render_contract(a_contract(term_clause="twelve_months", term_ends_before=None)))
    assert "twelve months from the day of signature" in text
    assert "running contract" not in text


@pytest.mark.parametrize(("sku", "words"), [("jobs-rolling", "No term: monthly."), ("jobs-daily", "in arrears")])
def test_without_commitment_there_is_no_term(sku: str, words: str) -> None:
    text = text_of(render_contract(a_contract(sku=sku, term_clause="none", term_ends_before=None)))
    assert words in text
    assert "twelve months" not in text


@pytest.mark.parametrize(
    "changes",
    [
        {"term_clause": "twelve_months"},
        {"term_clause": "joins", "term_ends_before": None},
        {"term_clause": "none", "term_ends_before": None},
        {"sku": "jobs-daily", "term_clause": "twelve_months", "term_ends_before": None},
    ],
)
def test_a_term_that_contradicts_itself_is_no_contract(changes: dict[str, object]) -> None:
    with pytest.raises(ValueError):
        a_contract(**changes)


@pytest.mark.parametrize(
    "name", ['#read("/etc/passwd")', "*bold* _it_ $x$ @ref <label>", "= Heading // gone", "\\u{41}"]
)
def test_values_print_literally(name: str) -> None:
    text = text_of(render_contract(a_contract(customer=a_customer(name=name, address=name))))
    assert text.count(name) == 2


@pytest.mark.parametrize("name", ["日本語株式会社", "नमस्ते", "שלום", "شركة النور للتجارة", "Ω" * 200, "W" * 200])
def test_names_of_many_scripts_and_lengths_are_set(name: str) -> None:
    customer = a_customer(name=name, address="\n".join([name] * 40), email="x" * 64 + "@" + "y" * 180 + ".example")
    assert len(page_texts(render_contract(a_contract(customer=customer)))) >= 3


def test_a_character_without_a_glyph_is_refused() -> None:
    with pytest.raises(NotTypeset):
        render_contract(a_contract(customer=a_customer(name="ไทย")))


def test_currencies_show_their_own_minor_units() -> None:
    yen = text_of(render_contract(a_contract(currency="JPY", unit_price=1_234_567)))
    assert "JPY 1,234,567 per license" in yen
    dinar = text_of(render_contract(a_contract(currency="KWD", unit_price=1_234_567, prepared_on=date(2027, 3, 1))))
    assert "KWD 1,234.567 per license" in dinar

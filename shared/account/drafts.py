"""Unsigned documents: the exact PDF to be signed and the values on it, kept until long after the offer has lapsed."""

import hashlib
from dataclasses import dataclass

from shared.account.books import Books
from shared.account.offer import Offer
from shared.config import setting
from shared.documents.parties import Party
from shared.links import Link, file_name, link_to, s3

PDF = "application/pdf"


@dataclass(frozen=True)
class Draft:
    """A document that was drawn: where it stands, and the SHA-256 of its bytes."""

    contract_id: str
    sha256: str


def draft_key(account_id: str, contract_id: str) -> str:
    return f"{account_id}/{contract_id}.pdf"


def draw_draft(books: Books, made: Offer, contract_id: str) -> Draft:
    """Draw the document of an offer and keep it with its values."""
    # Drawing is heavy and only this call needs it.
    from shared.documents.contract import ContractDocument, render_contract

    document = ContractDocument(
        contract_id=contract_id, customer=customer_of(books), account_id=books.account_id, product=made.sku.product,
        plan=made.plan.name, sku=made.sku.name, quantity=made.quantity, unit_price=made.price.unit_price,
        currency=books.account.currency, tax_rate_bp=books.account.tax_rate_bp,
        term_clause=("joins" if made.joins else "twelve_months") if made.sku.is_contracted else "none",
        term_ends_before=made.term.ends_before if made.term and made.joins else None,
        prepared_on=made.on, time_zone=books.account.zones.current, price_version=made.price.version,
        billing_day=books.billing.billing_day,
    )  # fmt: skip
    pdf = render_contract(document)
    key = draft_key(books.account_id, contract_id)
    s3().put_object(Bucket=_bucket(), Key=f"{key}.json", Body=document.to_json().encode())
    s3().put_object(Bucket=_bucket(), Key=key, Body=pdf, ContentType=PDF)
    return Draft(contract_id, hashlib.sha256(pdf).hexdigest())


def customer_of(books: Books) -> Party:
    """The company as the party that buys."""
    account = books.account
    return Party(account.name, account.email, account.address, account.tax_id)


def draft_link(account_id: str, contract_id: str) -> Link:
    """A link to the document to read before signing."""
    key = draft_key(account_id, contract_id)
    return link_to(_bucket(), key, file_name("Contract", contract_id, "unsigned", ending="pdf"), content_type=PDF)


def _bucket() -> str:
    return setting("DRAFTS_BUCKET")


class DraftAltered(Exception):
    """The document kept is not the one whose SHA-256 was signed."""


def draft_signed(account_id: str, contract_id: str, sha256: str) -> tuple[bytes, str]:
    """The exact PDF that was signed, and the values on it as JSON. Raises DraftAltered."""
    key = draft_key(account_id, contract_id)
    pdf: bytes = s3().get_object(Bucket=_bucket(), Key=key)["Body"].read()
    if hashlib.sha256(pdf).hexdigest() != sha256:
        raise DraftAltered(contract_id)
    return pdf, s3().get_object(Bucket=_bucket(), Key=f"{key}.json")["Body"].read().decode()

"""Unsigned documents: the exact PDF to be signed and the values on it, kept until long after the offer has lapsed."""

import hashlib
from dataclasses import dataclass
from datetime import timedelta

from shared.account.books import Books
from shared.account.offer import Offer
from shared.account.vendor import vendor
from shared.clock import real_now
from shared.config import setting
from shared.documents.parties import Party, printed_address
from shared.domain.contract import Contract
from shared.ids import written_at
from shared.links import PDF, Link, file_name, link_to, s3

KEPT = timedelta(days=179)
"""A day less than the bucket keeps a draft: what is signed on the last day must still be sealed."""


@dataclass(frozen=True)
class Draft:
    """A document that was drawn: the SHA-256 of its bytes, and of the values on it."""

    contract_id: str
    sha256: str
    values_sha256: str


def draft_key(account_id: str, contract_id: str) -> str:
    return f"{account_id}/{contract_id}.pdf"


def draft_name(contract_id: str) -> str:
    """The name that the document of an order is saved under."""
    return file_name("Contract", contract_id, "unsigned", ending="pdf")


def draw_draft(books: Books, made: Offer, contract_id: str) -> Draft:
    """Draw the document of an offer and keep it with its values."""
    # Drawing is heavy and only this call needs it.
    from shared.documents.contract import ContractDocument, render_contract

    document = ContractDocument(
        contract_id=contract_id, customer=customer_of(books), account_id=books.account_id, product=made.sku.product,
        plan=made.plan.name, sku=made.sku.name, quantity=made.quantity, unit_price=made.price.unit_price,
        currency=books.account.currency, tax_rate_bp=books.account.tax_rate_bp,
        term_clause=made.document_clause, term_ends_before=made.joined_until,
        prepared_on=made.on, time_zone=books.account.zones.current, price_version=made.price.version,
        billing_day=books.billing.billing_day, vendor=vendor(),
    )  # fmt: skip
    pdf, values = render_contract(document), document.to_json().encode()
    key = draft_key(books.account_id, contract_id)
    s3().put_object(Bucket=_bucket(), Key=f"{key}.json", Body=values)
    s3().put_object(Bucket=_bucket(), Key=key, Body=pdf, ContentType=PDF)
    return Draft(contract_id, _sha256(pdf), _sha256(values))


def customer_of(books: Books) -> Party:
    """The company as the party that buys."""
    account = books.account
    return Party(account.name, printed_address(account.email), account.address, account.tax_id)


def is_kept(contract_id: str) -> bool:
    """Whether the document still stands; the bucket lets go of it by the real clock, a sandbox's too."""
    return real_now() < written_at(contract_id) + KEPT


def draft_link(account_id: str, contract_id: str) -> Link:
    """A link to the document to read before signing."""
    key = draft_key(account_id, contract_id)
    return link_to(_bucket(), key, draft_name(contract_id), content_type=PDF)


def _bucket() -> str:
    return setting("DRAFTS_BUCKET")


class DraftAltered(Exception):
    """The document kept, or the values on it, are not those that were signed."""


def draft_signed(account_id: str, contract: Contract) -> tuple[bytes, str]:
    """The exact PDF that was signed, and the values on it as JSON. Raises DraftAltered."""
    key = draft_key(account_id, contract.contract_id)
    pdf, values = _kept(key), _kept(f"{key}.json")
    if (_sha256(pdf), _sha256(values)) != (contract.document_sha256, contract.values_sha256):
        raise DraftAltered(contract.contract_id)
    return pdf, values.decode()


def _kept(key: str) -> bytes:
    content: bytes = s3().get_object(Bucket=_bucket(), Key=key)["Body"].read()
    return content


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()

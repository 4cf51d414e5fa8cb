"""Contracts: what was signed, by whom and when; a record that is written once and sealed once (DESIGN 7)."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True)
class Seal:
    """Where the sealed file and the exact PDF signed are kept, and what proves them. Sizes in bytes."""

    version_id: str
    size_bytes: int
    sha256: str
    crc32: int
    sealed_at: datetime
    document_version_id: str


@dataclass(frozen=True)
class Contract:
    """The signed document of one order. What was not recorded is None. `signature_sha256` tells equal signatures.

    The signer is the caller (`signed_by`, `user_name`); `signer_name` is what they signed as.
    """

    contract_id: str
    order_id: str
    sku: str
    plan: str
    quantity: int
    unit_price: int
    currency: str
    signer_name: str
    signed_by: str
    signer_role: str
    signer_email: str
    user_name: str
    account_name: str
    signed_at: datetime
    document_sha256: str
    signature_sha256: str
    consent_version: str
    consent_sha256: str
    typed_name: str | None = None
    values_sha256: str | None = None
    term_starts_on: date | None = None
    term_ends_before: date | None = None
    ip: str | None = None
    user_agent: str | None = None
    viewed_at: datetime | None = None
    seal: Seal | None = None

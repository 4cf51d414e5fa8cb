"""The signature of a contract: what was consented to, by whom and when, and the pages that say so."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from shared.documents import words
from shared.documents.contract import SOURCE, ContractDocument, contract_values
from shared.documents.edition import CONSENT_TEXT, CONSENT_VERSION
from shared.documents.printable import ascii_form, printable_form
from shared.documents.typeset import NotTypeset, typeset

NOT_RECORDED = "not recorded"

Point = tuple[int, int, int]
Strokes = tuple[tuple[Point, ...], ...]
"""Lines drawn on the pad, each of points `(x, y, t)`: 0-1000 from the left, 0-400 from the top, milliseconds."""


@dataclass(frozen=True, kw_only=True)
class Signature:
    """One act of signing. The signer is the caller (`user_*`); `signer_name` is what they sign as.

    `role` is every role held, joined by a comma and a blank. Either `typed_name` or `strokes` is set. What was not
    recorded is None, and printed as such.
    """

    signer_name: str
    signed_at: datetime
    user_id: str
    user_name: str
    email: str
    role: str
    account_name: str
    document_sha256: str
    typed_name: str | None = None
    strokes: Strokes | None = None
    ip: str | None = None
    user_agent: str | None = None
    viewed_at: datetime | None = None
    consent_version: str = CONSENT_VERSION
    consent_text: str = CONSENT_TEXT

    def __post_init__(self) -> None:
        if (self.typed_name is None) == (self.strokes is None):
            raise ValueError("a signature is either typed or drawn")

    def to_json(self) -> str:
        """Canonical: equal signatures give equal text."""
        return json.dumps(asdict(self), default=datetime.isoformat, ensure_ascii=False, sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> "Signature":
        values = json.loads(text)
        strokes, viewed_at = values["strokes"], values["viewed_at"]
        return cls(
            **values
            | {
                "signed_at": datetime.fromisoformat(values["signed_at"]),
                "viewed_at": datetime.fromisoformat(viewed_at) if viewed_at else None,
                "strokes": strokes and tuple(tuple((x, y, t) for x, y, t in stroke) for stroke in strokes),
            }
        )


def render_signed(document: ContractDocument, signature: Signature) -> bytes:
    """The PDF to be sealed: the pages that were signed, then the signature and the audit page. Raises NotTypeset."""
    try:
        return _typeset(document, signature, printable_form)
    except NotTypeset:
        # Characters that can each be printed may not be printed together. What is signed must be sealed.
        return _typeset(document, signature, ascii_form)


def _typeset(document: ContractDocument, signature: Signature, form: Callable[[str], str]) -> bytes:
    values = contract_values(document) | {"signature": signature_values(document, signature, form)}
    return typeset(SOURCE, values, dated=signature.signed_at.astimezone(UTC).date())


def signature_values(document: ContractDocument, signature: Signature, form: Callable[[str], str]) -> dict[str, Any]:
    """What the signature and audit pages show; nobody could check these before they were recorded, so `form`
    spells out what cannot be printed instead of losing the page."""
    local = signature.signed_at.astimezone(ZoneInfo(document.time_zone))
    return {
        "signer_name": form(signature.signer_name),
        "typed_name": signature.typed_name and form(signature.typed_name),
        "strokes": signature.strokes and [[[x, y] for x, y, _ in stroke] for stroke in signature.strokes],
        "points": sum(map(len, signature.strokes or ())),
        "user_id": signature.user_id,
        "user_name": form(signature.user_name),
        "email": form(signature.email),
        "role": ", ".join(words.ROLE_NAMES.get(role, role) for role in signature.role.split(", ")),
        "account_name": form(signature.account_name),
        "ip": form(signature.ip or NOT_RECORDED),
        "user_agent": form(signature.user_agent or NOT_RECORDED),
        "viewed_at": _instant(signature.viewed_at) if signature.viewed_at else NOT_RECORDED,
        "signed_at": _instant(signature.signed_at),
        "signed_on": words.day(local.date()),
        "signed_at_local": f"{words.day(local.date())}, {local:%H:%M:%S}, {document.time_zone}",
        "consent_version": signature.consent_version,
        "consent_text": signature.consent_text,
        "consent_sha256": hashlib.sha256(signature.consent_text.encode()).hexdigest(),
        "document_sha256": signature.document_sha256,
    }


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")

"""What the outside sees of orders and signatures."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, Field

from functions.licenses.schemas import Minor
from shared.domain.catalog import SkuName
from shared.request import Strict


def _given(consent: bool) -> bool:
    if not consent:
        raise ValueError("must be true")
    return consent


# Not `Literal[True]`, which takes 1 for true.
Consent = Annotated[bool, AfterValidator(_given), Field(json_schema_extra={"const": True})]


class SignatureRequest(Strict):
    """A signature: typed (equal to the signer's name) or drawn as strokes of `[x, y, t]` on a pad of 1000 x 400."""

    signer_name: Annotated[str, Field(min_length=1, max_length=200)]
    consent: Consent
    document_sha256: Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
    typed_name: Annotated[str | None, Field(max_length=200)] = None
    strokes: list[list[list[int]]] | None = None


class OrderRequest(Strict):
    """The quote that was reviewed, and the signature if it is signed at once."""

    quote_id: Annotated[str, Field(min_length=1, max_length=64)]
    signature: SignatureRequest | None = None


class OrderOut(BaseModel):
    """A purchase of N licenses."""

    order_id: str
    sku: SkuName
    quantity: int
    currency: str
    unit_price: Minor
    status: Literal["pending_signature", "active", "expired", "cancelled"]
    placed_at: datetime
    expires_at: datetime | None
    activated_at: datetime | None
    contract_id: str | None
    document_sha256: str | None


class OrderList(BaseModel):
    """A page of orders, newest first."""

    items: list[OrderOut]
    next_cursor: str | None

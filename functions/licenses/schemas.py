"""What the outside sees of licenses, quotes and orders."""

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, Field

from shared.domain.catalog import SKUS
from shared.links import Link
from shared.request import Strict

SkuName = Literal[
    "jobs-contracted", "jobs-rolling", "jobs-daily", "sales-person-contracted", "sales-person-rolling",
    "sales-support-contracted", "sales-support-rolling",
]  # fmt: skip
assert set(SKUS) == set(SkuName.__args__)  # type: ignore[attr-defined]  # noqa: S101
ProductName = Literal["jobs", "sales"]
Quantity = Annotated[int, Field(ge=1, le=1000)]
Minor = Annotated[int, Field(description="Minor units of the account's currency")]


class QuoteRequest(Strict):
    """How many licenses of which SKU."""

    sku: SkuName
    quantity: Quantity


class DueNow(BaseModel):
    """What is due for the rest of the billing month: `unit_price * charged_quantity * days / days_in_month`."""

    net: Minor
    tax: Minor
    gross: Minor
    days: int
    days_in_month: int
    charged_quantity: int


class Recurring(BaseModel):
    """What recurs every month, and from which billing date on."""

    net: Minor
    from_on: date


class QuotedTerm(BaseModel):
    """The term that a contracted order starts or joins."""

    starts_on: date
    ends_before: date
    joins: bool


class QuoteOut(BaseModel):
    """A purchase to be reviewed, with the exact document to be signed."""

    quote_id: str
    sku: SkuName
    quantity: int
    currency: str
    unit_price: Minor
    price_version: int
    due_now: DueNow
    recurring: Recurring | None
    daily_rate: Minor | None
    term: QuotedTerm | None
    contract_id: str
    document_sha256: str
    document: Link | None = None
    expires_at: datetime


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


class PoolOut(BaseModel):
    """The licenses of one SKU; `unit_price` is today's list price."""

    sku: SkuName
    owned: int
    assigned: int
    available: int
    pending: int
    unit_price: Minor | None
    renewal_quantity: int | None


class TermOut(BaseModel):
    """The running term of contracted licenses."""

    starts_on: date
    ends_before: date


class StorageOut(BaseModel):
    """Bytes allowed by the plan and last measured."""

    allowance_bytes: int
    used_bytes: int
    measured_at: datetime | None


class NextPlan(BaseModel):
    """A plan change that is decided, and the billing date it counts from."""

    plan: str
    from_on: date


class ProductOut(BaseModel):
    """One product of the account: plan, term, storage, pools."""

    product: ProductName
    plan: str
    next_plan: NextPlan | None
    legacy: bool
    term: TermOut | None
    storage: StorageOut
    pools: list[PoolOut]


class LicensesOut(BaseModel):
    """Everything that the account holds."""

    account_id: str
    currency: str
    billing_day: int
    next_billing_on: date
    products: list[ProductOut]
    pending_orders: list[OrderOut]


class DeletionRequest(Strict):
    """How many licenses to give up; at most what is available."""

    quantity: Annotated[int, Field(ge=1, le=1_000_000)]


class RenewalRequest(Strict):
    """The number of licenses for the next term."""

    quantity: Annotated[int, Field(ge=0, le=1_000_000)]


class RenewalOut(BaseModel):
    """The number set for the next term, None where all renew."""

    sku: SkuName
    quantity: int | None
    assigned: int
    applies_on: date


class CatalogItem(BaseModel):
    """One SKU that can be bought on the account's plan, at today's list price."""

    sku: SkuName
    product: ProductName
    commitment: Literal["contracted", "rolling", "daily"]
    unit_price: Minor
    currency: str
    price_version: int
    storage_bytes: int
    roles: list[str]
    access: list[str]


class Catalog(BaseModel):
    """Every SKU sold on the account's plans."""

    items: list[CatalogItem]
    next_cursor: str | None = None


class Holder(BaseModel):
    """A person who holds a seat of a SKU."""

    user_id: str
    username: str
    name: str
    role: str
    since_at: datetime


class HolderList(BaseModel):
    """A page of holders."""

    items: list[Holder]
    next_cursor: str | None


class DeletedOut(BaseModel):
    """The pool after a deletion."""

    sku: SkuName
    owned: int
    assigned: int
    available: int

"""What the outside sees of quotes."""

from datetime import date, datetime

from pydantic import BaseModel

from functions.licenses.schemas import Minor
from shared.domain.catalog import SkuName
from shared.links import Link


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

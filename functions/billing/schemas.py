"""What the outside sees of charges and invoices."""

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field

from shared.links import Link

Minor = Annotated[int, Field(description="Minor units of the account's currency")]
Title = Literal["invoice", "credit_note"]


class ChargeOut(BaseModel):
    """One line: `amount` is `unit_price * quantity * days / days_in_month`, rounded once, half up."""

    charge_id: str
    kind: Literal["month", "part_month", "day", "credit"]
    sku: str
    user_id: str | None
    starts_on: date
    ends_before: date
    quantity: int
    days: int
    days_in_month: int
    unit_price: Minor
    price_version: int
    amount: Minor
    rule: str
    triggers: list[dict[str, Any]] | None
    credits: str | None
    invoice_number: int | None


class ChargeList(BaseModel):
    """A page of the ledger, by service date."""

    items: list[ChargeOut]
    next_cursor: str | None


class InvoiceSummary(BaseModel):
    """An invoice without its lines."""

    number: int | None
    title: Title
    issued_on: date
    currency: str
    net: Minor
    tax_rate_bp: int
    tax: Minor
    total: Minor


class InvoiceList(BaseModel):
    """A page of invoices, newest first."""

    items: list[InvoiceSummary]
    next_cursor: str | None


class InvoiceOut(InvoiceSummary):
    """An invoice with its lines, at most 1,000 at a time, and a link to its PDF once that is drawn."""

    lines: list[ChargeOut]
    lines_cursor: str | None
    pdf: Link | None

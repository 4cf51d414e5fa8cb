"""An invoice or credit note as a PDF: every line with the sum behind it."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any, Literal

from shared.documents import words
from shared.documents.parties import DEFAULT_VENDOR, Party
from shared.documents.printable import printable_form
from shared.documents.typeset import typeset

SOURCE = "invoice.typ"
TITLES = {"invoice": "Invoice", "credit_note": "Credit note"}
KINDS = {"month": "month ahead", "part_month": "part of a month", "day": "used day", "credit": "credit"}


@dataclass(frozen=True, kw_only=True)
class InvoiceLine:
    """One charge. `days` of `days_in_month` are what it covers, None where nothing was apportioned.

    `user` is whose day it is; `credits` names the line that a credit takes back, which is of the same days.
    """

    sku: str
    kind: str
    starts_on: date
    ends_before: date
    quantity: int
    days: int | None
    days_in_month: int | None
    unit_price: int
    price_version: int | None
    amount: int
    rule: str
    user: str | None = None
    credits: str | None = None


@dataclass(frozen=True, kw_only=True)
class InvoiceDocument:
    """All that the invoice says, as it was closed; nothing is worked out here. Sums are minor units of `currency`."""

    number: int
    title: Literal["invoice", "credit_note"]
    issued_on: date
    account_id: str
    customer: Party
    currency: str
    lines: tuple[InvoiceLine, ...]
    net: int
    tax_rate_bp: int
    tax: int
    total: int
    vendor: Party = DEFAULT_VENDOR


def render_invoice(document: InvoiceDocument) -> bytes:
    """The PDF; the same bytes for the same values. Raises NotTypeset."""
    return typeset(SOURCE, invoice_values(document), dated=document.issued_on)


def invoice_values(document: InvoiceDocument) -> dict[str, Any]:
    """What the typst source shows, in words."""
    return {
        "number": str(document.number),
        "title": TITLES[document.title],
        "issued_on": words.day(document.issued_on),
        "account_id": document.account_id,
        "vendor": asdict(document.vendor),
        "customer": asdict(document.customer),
        "currency": document.currency,
        "lines": [_line_values(line, document.currency) for line in document.lines],
        "net": words.amount(document.net, document.currency),
        "tax_rate": words.rate(document.tax_rate_bp),
        "tax": words.amount(document.tax, document.currency),
        "total": words.money(document.total, document.currency),
    }


def _line_values(line: InvoiceLine, currency: str) -> dict[str, Any]:
    last_day = line.ends_before - timedelta(days=1)
    return {
        "what": f"{words.sku_short_name(line.sku)} · {KINDS.get(line.kind, line.kind)}",
        "period": f"{line.starts_on}" if last_day <= line.starts_on else f"{line.starts_on} to {last_day}",
        "rule": ", ".join(_said_below(line)),
        "quantity": f"{line.quantity:,}",
        "days": f"{line.days} / {line.days_in_month}" if line.days_in_month else str(line.days or "–"),
        "unit_price": words.amount(line.unit_price, currency),
        "amount": words.amount(line.amount, currency),
    }


def _said_below(line: InvoiceLine) -> Iterator[str]:
    yield printable_form(line.rule)
    if line.price_version is not None:
        yield f"price version {line.price_version}"
    if line.user is not None:
        yield f"user {line.user}"
    if line.credits is not None:
        yield f"takes back the line of {words.day(line.starts_on)}"

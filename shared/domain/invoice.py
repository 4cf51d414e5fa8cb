"""Invoices: the lines of one billing date, their sum, and tax worked out once on it (DESIGN 3, Invoices)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from shared.domain.account import Account
from shared.domain.charge import Charge
from shared.domain.money import tax_on

Title = Literal["invoice", "credit_note"]


@dataclass(frozen=True)
class BilledTo:
    """The company as it was when the invoice was issued."""

    name: str
    email: str
    address: str
    tax_id: str | None = None


@dataclass(frozen=True)
class Invoice:
    """What one billing date closed. `number` is None as long as it is not issued; sums are minor units.

    `pdf_key` and `pdf_version` tell where the drawn invoice is kept, once it is.
    """

    number: int | None
    title: Title
    issued_on: date
    currency: str
    net: int
    tax_rate_bp: int
    tax: int
    total: int
    line_count: int
    billed_to: BilledTo
    pdf_key: str | None = None
    pdf_version: str | None = None


def invoice_of(account: Account, issued_on: date, lines: Iterable[Charge], *, number: int | None) -> Invoice:
    """The invoice that lines add up to; a negative total makes it a credit note."""
    amounts = [line.amount for line in lines]
    net = sum(amounts)
    tax = tax_on(net, account.tax_rate_bp)
    return Invoice(
        number=number, title="credit_note" if net + tax < 0 else "invoice", issued_on=issued_on,
        currency=account.currency, net=net, tax_rate_bp=account.tax_rate_bp, tax=tax, total=net + tax,
        line_count=len(amounts), billed_to=BilledTo(account.name, account.email, account.address, account.tax_id),
    )  # fmt: skip

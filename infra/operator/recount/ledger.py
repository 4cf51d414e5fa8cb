"""The ledger: every line worked out again, on one invoice each; invoices that add up, numbered without gaps."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from typing import Any

from infra.operator.recount.difference import difference
from shared.domain.billing import Billing
from shared.domain.charge import Charge
from shared.domain.invoice import Invoice
from shared.domain.money import prorated, tax_on
from shared.store import dynamodb, keys
from shared.store.invoices import invoice_lines
from shared.store.records import from_item

Lines = dict[date, list[Charge]]


def differences(account_id: str) -> Iterator[dict[str, Any]]:
    """Where a sum, a number or an invoice does not come out."""
    pk = keys.charge(account_id, "").pk
    charges = [from_item(Charge, item) for item in dynamodb.query_all("Billing", pk)]
    billing = from_item(Billing, dynamodb.get(keys.billing(account_id)) or {})
    by_date: Lines = defaultdict(list)
    for charge in charges:
        by_date[charge.bills_on].append(charge)
        yield from _of_charge(charge)
    yield from _of_credits(charges)
    yield from _of_lines(account_id, by_date)
    yield from _of_invoices(account_id, billing, by_date)


def _of_charge(charge: Charge) -> Iterator[dict[str, Any]]:
    counted = prorated(charge.unit_price, charge.quantity, charge.days, charge.days_in_month)
    if charge.amount != counted:
        what = "an amount is price x quantity x days / days in month"
        yield difference(what, f"charge/{charge.charge_id}", recorded=charge.amount, counted=counted)


def _of_credits(charges: list[Charge]) -> Iterator[dict[str, Any]]:
    left = {charge.charge_id: charge.amount for charge in charges if charge.kind != "credit"}
    for credit in (charge for charge in charges if charge.kind == "credit"):
        left[credit.credits or ""] = left.get(credit.credits or "", 0) + credit.amount
    for charge_id, amount in left.items():
        if amount < 0:
            what = "credits never exceed their line"
            yield difference(what, f"charge/{charge_id}", recorded=amount, counted=0)


def _of_lines(account_id: str, by_date: Lines) -> Iterator[dict[str, Any]]:
    for bills_on, charges in sorted(by_date.items()):
        found = sorted(line.charge_id for line in invoice_lines(account_id, bills_on))
        expected = sorted(charge.charge_id for charge in charges)
        if found != expected:
            subject = f"lines of {bills_on}"
            yield difference("every charge is a line of one invoice", subject, recorded=found, counted=expected)


def _of_invoices(account_id: str, billing: Billing, by_date: Lines) -> Iterator[dict[str, Any]]:
    pk, prefix = keys.account(account_id).pk, keys.INVOICE_PREFIX
    invoices = [from_item(Invoice, item) for item in dynamodb.query_all("Billing", pk, prefix=prefix)]
    numbers = [invoice.number for invoice in invoices]
    if numbers != list(range(1, len(numbers) + 1)) or billing.next_invoice_no != len(numbers) + 1:
        yield difference("numbers have no gaps", "invoices", recorded=numbers, counted=billing.next_invoice_no)
    issued = [invoice.issued_on for invoice in invoices]
    due = sorted(day for day in by_date if day <= billing.closed_on and day != billing.closing_on)
    if issued != due:
        told, counted = [str(day) for day in issued], [str(day) for day in due]
        yield difference("each billing date with lines has one invoice", "invoices", recorded=told, counted=counted)
    for invoice in invoices:
        yield from _of_invoice(invoice, by_date[invoice.issued_on])


def _of_invoice(invoice: Invoice, lines: list[Charge]) -> Iterator[dict[str, Any]]:
    net = sum(line.amount for line in lines)
    tax = tax_on(net, invoice.tax_rate_bp)
    recorded = [invoice.net, invoice.tax, invoice.total, invoice.line_count]
    counted = [net, tax, net + tax, len(lines)]
    if recorded != counted:
        what = "net, tax, total and number of lines add up"
        yield difference(what, f"invoice/{invoice.number}", recorded=recorded, counted=counted)

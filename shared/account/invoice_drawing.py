"""Draw an issued invoice as a PDF: the record and its lines as they were closed, nothing worked out anew."""

from collections.abc import Mapping

from shared.account.locked import write_once
from shared.account.vendor import vendor
from shared.documents.invoice import InvoiceDocument, InvoiceLine, render_invoice
from shared.documents.parties import Party, printed_address
from shared.domain.charge import Charge
from shared.domain.invoice import Invoice
from shared.links import PDF
from shared.store.invoices import find_invoice, invoice_lines, note_pdf
from shared.store.users import usernames


class NoInvoice(Exception):
    """There is no invoice of that number yet; the message comes again."""


def draw_invoice(account_id: str, number: int) -> bool:
    """Draw and keep the PDF of an invoice; False where it is kept already."""
    invoice = find_invoice(account_id, number)
    if invoice is None:
        raise NoInvoice(f"{account_id} {number}")
    if invoice.pdf_key is not None:
        return False
    key = f"{account_id}/invoices/{number:08}.pdf"
    version_id = write_once(key, render_invoice(_document(account_id, number, invoice)), PDF)
    note_pdf(account_id, number, key=key, version_id=version_id)
    return True


def _document(account_id: str, number: int, invoice: Invoice) -> InvoiceDocument:
    to, charges = invoice.billed_to, list(invoice_lines(account_id, invoice.issued_on))
    names = usernames(account_id, {each.user_id for each in charges if each.user_id is not None})
    return InvoiceDocument(
        number=number, title=invoice.title, issued_on=invoice.issued_on, account_id=account_id,
        customer=Party(to.name, printed_address(to.email), to.address, to.tax_id), currency=invoice.currency,
        lines=tuple(_line(each, names) for each in charges),
        net=invoice.net, tax_rate_bp=invoice.tax_rate_bp, tax=invoice.tax, total=invoice.total,
        vendor=vendor(),
    )  # fmt: skip


def _line(charge: Charge, names: Mapping[str, str]) -> InvoiceLine:
    # No month has one day: a used day and what is left of a line are whole, a credit of a month's part is not.
    is_apportioned = charge.days_in_month > 1
    return InvoiceLine(
        sku=charge.sku, kind=charge.kind, starts_on=charge.starts_on, ends_before=charge.ends_before,
        quantity=charge.quantity, days=charge.days if is_apportioned else None,
        days_in_month=charge.days_in_month if is_apportioned else None, unit_price=charge.unit_price,
        price_version=charge.price_version, amount=charge.amount, rule=charge.rule,
        user=names.get(charge.user_id or "", charge.user_id), credits=charge.credits,
    )  # fmt: skip

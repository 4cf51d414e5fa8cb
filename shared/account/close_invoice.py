"""Close the invoice of a billing date in two writes: no more lines; then its number and totals (DESIGN 5)."""

from dataclasses import replace

from shared.account.books import Books
from shared.domain.activity import JOB, Event
from shared.domain.invoice import Invoice, invoice_of
from shared.ids import new_id
from shared.store.accounts import check_account
from shared.store.activity import add_event
from shared.store.billing import put_billing
from shared.store.invoices import invoice_lines, put_invoice
from shared.store.transaction import Transaction


def half_close(books: Books) -> Books:
    """Let the next invoice take no more lines, where its month was charged before."""
    after, transaction = books.billing.half_closed(), Transaction()
    put_billing(transaction, books.account, books.billing, after)
    transaction.commit()
    return replace(books, billing=after)


def issue(books: Books) -> tuple[Books, bool]:
    """Number the half-closed invoice; without lines there is none, and billing just moves on."""
    billing, account_id = books.billing, books.account_id
    lines = invoice_lines(account_id, billing.next_close_on)
    invoice = invoice_of(books.account, billing.next_close_on, lines, number=billing.next_invoice_no)
    after, transaction = billing.closed(numbered=invoice.line_count > 0), Transaction()
    put_billing(transaction, books.account, billing, after)
    if invoice.line_count:
        check_account(transaction, books.account)  # its tax, and whom it bills
        put_invoice(transaction, account_id, invoice)
        add_event(transaction, _event(books, invoice))
    transaction.commit()
    return replace(books, billing=after), invoice.line_count > 0


def _event(books: Books, invoice: Invoice) -> Event:
    names = ("number", "title", "issued_on", "currency", "net", "tax_rate_bp", "tax", "total", "line_count")
    after = {name: getattr(invoice, name) for name in names}
    subject = f"invoice/{invoice.number}"
    return Event(new_id(), books.account_id, books.now, JOB, "invoice.issued", subject, {}, after)

"""Invoices read: a page of them, and one with its lines and a link to its PDF."""

import json
from typing import NamedTuple

from shared.account.ledger import shown_charge
from shared.account.locked import locked_link
from shared.domain.invoice import Invoice
from shared.errors import Unknown
from shared.links import PDF, Link, file_name
from shared.pages import cursor_after, fitting, sort_key_in
from shared.store import keys
from shared.store.attributes import Item
from shared.store.filtered import RecordPage
from shared.store.invoices import find_invoice, invoice_page, line_page
from shared.store.records import to_item

MOST_LINES, MOST_DIGITS = 1000, 9
_NAMES = ("number", "title", "issued_on", "currency", "net", "tax_rate_bp", "tax", "total")


class Lines(NamedTuple):
    """Some lines as the API shows them, and the cursor of the next ones."""

    shown: list[Item]
    cursor: str | None


def invoices(account_id: str, *, limit: int, cursor: str | None) -> RecordPage[Invoice]:
    """A page of invoices, newest first."""
    return invoice_page(account_id, limit=limit, after=sort_key_in(cursor, prefix=keys.INVOICE_PREFIX))


def one_invoice(account_id: str, number: str, *, lines_cursor: str | None) -> Item:
    """An invoice with up to 1,000 of its lines. Unknown where there is none of that number."""
    is_number = len(number) <= MOST_DIGITS and number.isascii() and number.isdecimal()
    invoice = find_invoice(account_id, int(number)) if is_number else None
    if invoice is None or str(invoice.number) != number:
        raise Unknown("invoice")
    after = sort_key_in(lines_cursor, name="lines_cursor")
    page = line_page(account_id, invoice.issued_on, limit=MOST_LINES, after=after)
    lines = lines_that_fit([shown_charge(line, invoice.number) for line in page.records], page.next_sk)
    return {
        **shown_invoice(invoice), "lines": lines.shown, "lines_cursor": lines.cursor, "pdf": _pdf(invoice),
    }  # fmt: skip


def lines_that_fit(shown: list[Item], next_sk: str | None) -> Lines:
    """The lines that one answer holds, fewer where many things stand behind each of them."""
    number = fitting(json.dumps(line, default=str) for line in shown)
    return Lines(shown[:number], cursor_after(shown[number - 1]["charge_id"] if number < len(shown) else next_sk))


def shown_invoice(invoice: Invoice) -> Item:
    """An invoice as lists show it."""
    fields = to_item(invoice)
    return {name: fields[name] for name in _NAMES}


def _pdf(invoice: Invoice) -> Link | None:
    if invoice.pdf_key is None or invoice.pdf_version is None:
        return None
    name = file_name("Credit note" if invoice.title == "credit_note" else "Invoice", str(invoice.number), ending="pdf")
    return locked_link(invoice.pdf_key, invoice.pdf_version, name, PDF)

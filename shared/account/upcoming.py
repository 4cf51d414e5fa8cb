"""The next invoice as it stands: what closing it would bring if nothing changed, by the same rules, unwritten."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import islice

from shared.account.books import Books, book_keys, open_books
from shared.account.charge_days import DAYS_AT_ONCE, settle_days
from shared.account.charge_month import month_charges
from shared.account.invoices import MOST_LINES, shown_invoice
from shared.account.ledger import shown_charge
from shared.account.price_book import NoPrice, PriceBook
from shared.account.renew import books_after, renewal_of
from shared.domain.charge import Charge
from shared.domain.invoice import invoice_of
from shared.errors import Impossible
from shared.pages import cursor_after, sort_key_in
from shared.store import dynamodb
from shared.store.attributes import Item
from shared.store.invoices import invoice_lines
from shared.store.usage import all_open_days


def upcoming(account_id: str, *, lines_cursor: str | None) -> Item:
    """The next invoice, up to 1,000 of its lines at a time. Impossible `no_price` where a price is missing."""
    books = open_books(account_id, dynamodb.batch_get(book_keys(account_id)))
    on, after = books.billing.next_close_on, sort_key_in(lines_cursor) or ""
    try:
        lines = sorted(lines_of(books, on), key=lambda line: line.charge_id)
    except NoPrice as missing:
        raise Impossible("no_price", f"{missing}. Ask your supplier.") from missing
    rest = [line for line in lines if line.charge_id > after]
    shown, is_all = rest[:MOST_LINES], len(rest) <= MOST_LINES
    return {
        **shown_invoice(invoice_of(books.account, on, lines, number=None)),
        "lines": [shown_charge(line, None) for line in shown],
        "lines_cursor": None if is_all else cursor_after(shown[-1].charge_id), "pdf": None,
    }  # fmt: skip


def lines_of(books: Books, on: date) -> list[Charge]:
    """Every line of the invoice of a date: those that are written, and those that what is due by then brings."""
    lines = list(invoice_lines(books.account_id, on))
    if books.billing.closing_on:
        return lines
    coming = [*_months_and_renewals(books, on, PriceBook()), *_days(books, on, PriceBook())]
    return [*lines, *(line for line in coming if line.bills_on == on)]


def _months_and_renewals(books: Books, until: date, prices: PriceBook) -> Iterator[Charge]:
    """What `advance` would charge up to a date, on books that are only thought of."""
    while True:
        ended = sorted((term.ends_before, product) for product, term in books.terms.items())
        billing_on = books.billing.next_billing_on
        if ended and ended[0][0] <= min(until, billing_on):
            renewal = renewal_of(books, ended[0][1], prices)
            yield from renewal.charges
            books = books_after(books, renewal)
        elif billing_on <= until:
            yield from month_charges(books, prices)
            books = replace(books, billing=books.billing.charged())
        else:
            return


def _days(books: Books, before: date, prices: PriceBook) -> Iterator[Charge]:
    marks = all_open_days(books.account_id, before)
    while some := list(islice(marks, DAYS_AT_ONCE)):
        yield from (each.line for each in settle_days(books, some, prices) if each.line)

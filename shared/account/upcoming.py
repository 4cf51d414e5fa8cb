"""The next invoice as it stands: what closing it would bring if nothing changed, by the same rules, unwritten."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import islice

from shared.account.again import busy_at_last, persistently
from shared.account.books import Books, book_keys, open_books
from shared.account.charge_days import DAYS_AT_ONCE, settle_days
from shared.account.charge_month import month_charges
from shared.account.invoices import MOST_LINES, lines_that_fit, shown_invoice
from shared.account.ledger import shown_charge
from shared.account.price_book import NoPrice, PriceBook
from shared.account.renew import books_after, renewal_of
from shared.domain.charge import Charge
from shared.domain.invoice import invoice_of
from shared.errors import Impossible
from shared.pages import sort_key_in
from shared.store import dynamodb
from shared.store.attributes import Item
from shared.store.invoices import invoice_lines
from shared.store.usage import all_open_days


def upcoming(account_id: str, *, lines_cursor: str | None) -> Item:
    """The next invoice, up to 1,000 of its lines at a time. Impossible `no_price` where a price is missing."""
    after = sort_key_in(lines_cursor, name="lines_cursor") or ""
    try:
        with busy_at_last():
            books, on, found = persistently(lambda: _as_it_stands(account_id))
    except NoPrice as missing:
        raise Impossible("no_price", f"{missing}. Ask your supplier.") from missing
    # What is written while this is worked out is found both ways.
    lines = sorted({line.charge_id: line for line in found}.values(), key=lambda line: line.charge_id)
    rest = [line for line in lines if line.charge_id > after]
    first, is_all = rest[:MOST_LINES], len(rest) <= MOST_LINES
    page = lines_that_fit([shown_charge(line, None) for line in first], None if is_all else first[-1].charge_id)
    return {
        **shown_invoice(invoice_of(books.account, on, lines, number=None)),
        "lines": page.shown, "lines_cursor": page.cursor, "pdf": None,
    }  # fmt: skip


def _as_it_stands(account_id: str) -> tuple[Books, date, list[Charge]]:
    books = open_books(account_id, dynamodb.batch_get(book_keys(account_id)))
    return books, *next_lines(books)


def next_lines(books: Books) -> tuple[date, list[Charge]]:
    """The next invoice's date and lines. One that is due by now and has none will not be issued: the next one is."""
    prices = PriceBook()
    while True:
        on = books.billing.next_close_on
        after, charges = _as_by(books, on, prices)
        lines = [*invoice_lines(books.account_id, on), *(line for line in charges if line.bills_on == on)]
        if lines or on > books.today:
            return on, lines
        books = replace(after, billing=after.billing.half_closed().closed(numbered=False))


def _as_by(books: Books, on: date, prices: PriceBook) -> tuple[Books, list[Charge]]:
    """What `advance` would charge by the closing of a date, and the books it would leave, only thought of."""
    if books.billing.closing_on:
        return books, []
    charges = list(_days(books, on, prices))
    while (due := books.renewal_due(on)) or books.billing.next_billing_on <= on:
        if due:
            renewal = renewal_of(books, due, prices)
            charges += renewal.charges
            books = books_after(books, renewal)
        else:
            charges += month_charges(books, prices)
            books = replace(books, billing=books.billing.charged())
    return books, charges


def _days(books: Books, before: date, prices: PriceBook) -> Iterator[Charge]:
    marks = all_open_days(books.account_id, before)
    while some := list(islice(marks, DAYS_AT_ONCE)):
        yield from (each.line for each in settle_days(books, some, prices) if each.line)

"""Everything that is due for an account, done in date order: whoever does it and whenever, the ledger is the same.

For one date: expire pending orders, renew terms, charge the month, charge the days before it, close the invoice
(DESIGN 3, In date order). The month and the closing share a write, so the days before come ahead of both.
"""

from dataclasses import dataclass, field
from datetime import date, datetime

from shared.account.again import persistently
from shared.account.books import Books, book_keys, open_books
from shared.account.charge_days import charge_days, charge_marked
from shared.account.charge_month import charge_month
from shared.account.close_invoice import half_close, issue
from shared.account.done import NOTHING, Done
from shared.account.expire import Waiting
from shared.account.price_book import PriceBook
from shared.account.remind import remind_of_renewals
from shared.account.renew import renew_term
from shared.account.scope import EVERYTHING, Scope
from shared.domain.catalog import SKUS
from shared.store import dynamodb
from shared.store.orders import waiting_orders


def advance(account_id: str, now: datetime, *, prices: PriceBook | None = None, scope: Scope = EVERYTHING) -> Done:
    """Do all that is due by `now`. What others do meanwhile is read again; a crash leaves nothing half done."""
    run = _Run(account_id, now, prices or PriceBook(), scope)
    while persistently(run.step):
        pass
    return run.done


def next_due_on(books: Books) -> date:
    """The earliest date on which a term ends or an invoice is to be closed: no month is to be charged before that."""
    return min([books.billing.next_close_on, *(term.ends_before for term in books.terms.values())])


@dataclass
class _Run:
    """One run for one account. Each step reads anew, and does what one date brings."""

    account_id: str
    now: datetime
    prices: PriceBook
    scope: Scope
    done: Done = field(default=NOTHING)

    def step(self) -> bool:
        """Do what the earliest date brings; False when nothing is left."""
        items = dynamodb.batch_get([*book_keys(self.account_id), *self.prices.ahead()])
        self.prices.take_in(items)
        books = open_books(self.account_id, items, self.now)
        if books.account.is_sandbox and not self.scope.sandboxes:
            return False
        waiting = Waiting(tuple(waiting_orders(self.account_id)) if self.scope.orders else ())
        on = next_due_on(books)
        if on <= books.today:
            waiting = self._expire(books, waiting, books.account.zones.end_of(on))
            after = self._on_date(books, on)
            if after is None or next_due_on(after) <= after.today:
                return True
            books = after
        self._finish(books, waiting)
        return False

    def _on_date(self, books: Books, on: date) -> Books | None:
        """Do one date's next piece; the books after it, or None where they are to be read again."""
        if books.billing.closing_on:
            return self._issue(books)
        if due := books.renewal_due(on):
            self.done += Done(charges=renew_term(books, due, self.prices), renewed=1)
            return None
        self._charge_days(books, on)
        return self._issue(self._close(books, on))

    def _close(self, books: Books, on: date) -> Books:
        if books.billing.next_billing_on > on:
            return half_close(books)
        self.done += Done(charges=charge_month(books, self.prices, and_close=True))
        return books.charged_and_closed()

    def _issue(self, books: Books) -> Books:
        after, is_issued = issue(books)
        self.done += Done(invoices=int(is_issued))
        return after

    def _finish(self, books: Books, waiting: Waiting) -> None:
        waiting = self._expire(books, waiting, books.now)
        self.done += waiting.remind(books)
        self.done += remind_of_renewals(books, self.prices)
        if self.scope.open_days is None:
            self._charge_days(books, books.today)
        else:
            self.done += charge_marked(books, self.scope.open_days, self.prices)

    def _expire(self, books: Books, waiting: Waiting, until: datetime) -> Waiting:
        waiting, done = waiting.expire(books, until)
        self.done += done
        return waiting

    def _charge_days(self, books: Books, before: date) -> None:
        if self.scope.all_days or any(SKUS[sku].is_daily for sku in books.pools):
            self.done += charge_days(books, before, self.prices)

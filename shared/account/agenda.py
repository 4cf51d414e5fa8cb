"""What of an account waits for its instant: read once for a clock's whole run, where each step would ask in vain."""

from dataclasses import dataclass, field
from datetime import date, datetime

from shared.account.advance import advance, next_due_on
from shared.account.books import book_keys, open_books
from shared.account.done import Done
from shared.account.expire import Waiting
from shared.account.price_book import PriceBook
from shared.account.scope import Scope
from shared.store import dynamodb
from shared.store.orders import waiting_orders
from shared.store.terms import term_due_at
from shared.store.usage import OpenDay, all_open_days


@dataclass
class Agenda:
    """The orders that wait and the user-days to look at, as last read; terms and billing are read at each step.

    What comes in meanwhile is found when the next invoice is closed, and at the end of the run.
    """

    account_id: str
    prices: PriceBook = field(default_factory=PriceBook)
    waiting: Waiting = field(init=False)
    open_days: list[OpenDay] = field(init=False)

    def __post_init__(self) -> None:
        self.waiting = Waiting(tuple(waiting_orders(self.account_id)))
        # Latest first, so that the next ones are taken from the end.
        self.open_days = list(all_open_days(self.account_id, date.max))[::-1]

    def next_instant(self, after: datetime) -> datetime:
        """When something is due next; what came in for the present meanwhile is due now."""
        books = open_books(self.account_id, dynamodb.batch_get(book_keys(self.account_id)))
        zones = books.account.zones
        instants = [zones.start_of(next_due_on(books))]
        instants += [term_due_at(books.account, term) for term in books.terms.values()]
        instants += [order.due_at for order in self.waiting.orders]
        instants += [zones.end_of(opened.day) for opened in self.open_days[-1:]]
        return max(after, min(instants))

    def advance(self, at: datetime, today: date) -> Done:
        """Do what is due at an instant of a local date."""
        has_order = any(order.due_at <= at for order in self.waiting.orders)
        scope = Scope(orders=has_order, open_days=tuple(self._take_before(today)))
        done = advance(self.account_id, at, prices=self.prices, scope=scope)
        if has_order:
            self.waiting = Waiting(tuple(waiting_orders(self.account_id)))
        return done

    def _take_before(self, today: date) -> list[OpenDay]:
        taken = []
        while self.open_days and self.open_days[-1].day < today:
            taken.append(self.open_days.pop())
        return taken

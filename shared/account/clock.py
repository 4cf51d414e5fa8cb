"""A sandbox's clock: moved forward, it does everything due in between, each at its own instant (DESIGN 3, Sandbox)."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime

from shared.account.advance import advance, next_due_on
from shared.account.books import Books, book_keys, open_books
from shared.account.done import NOTHING, Done
from shared.account.price_book import PriceBook
from shared.clock import now_of
from shared.domain.account import Account
from shared.errors import Impossible
from shared.store import dynamodb
from shared.store.accounts import read_account, set_clock
from shared.store.orders import waiting_orders
from shared.store.terms import term_due_at
from shared.store.transaction import ConditionFailed
from shared.store.usage import first_open_day


def move_clock(account_id: str, to: datetime, *, idle: bool = False) -> Done:
    """Move a sandbox's clock to an instant; `idle` as if all jobs had stopped. It never goes back.

    Impossible `not_a_sandbox`, `clock_goes_back`, or `clock_moved` when somebody else moves it at the same time.
    """
    account = read_account(account_id)
    if not account.is_sandbox:
        raise Impossible("not_a_sandbox", "Only a sandbox has a clock that can be moved.")
    now = now_of(account)
    if to < now:
        raise Impossible("clock_goes_back", f"The clock stands at {now.isoformat()} and only goes forward.")
    done = NOTHING if idle else _live_through(account, now, to)
    _set(read_account(account_id), to)
    return done


def _live_through(account: Account, now: datetime, to: datetime) -> Done:
    prices = PriceBook()
    done = advance(account.account_id, now, prices=prices)
    while (at := _next_instant(account.account_id, now)) <= to:
        account = _set(account, at)
        done, now = done + advance(account.account_id, at, prices=prices), at
    return done


def _set(account: Account, to: datetime) -> Account:
    try:
        set_clock(account, to)
    except ConditionFailed:
        raise Impossible("clock_moved", "Somebody else moves this clock at the moment.") from None
    return replace(account, sandbox_now=to)


def _next_instant(account_id: str, after: datetime) -> datetime:
    # What came in for the present meanwhile is due now, not in the past.
    books = open_books(account_id, dynamodb.batch_get(book_keys(account_id)))
    return max(after, min(_instants(books, first_open_day(account_id))))


def _instants(books: Books, open_day: date | None) -> Iterator[datetime]:
    zones = books.account.zones
    yield zones.start_of(next_due_on(books))
    yield from (term_due_at(books.account, term) for term in books.terms.values())
    yield from (waiting.due_at for waiting in waiting_orders(books.account_id))
    if open_day:
        yield zones.end_of(open_day)

"""The advice for an account: seats and used days of the last 30 whole days, weighed (DESIGN 3, Utilization)."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from shared.account.books import Books, book_keys, open_books
from shared.account.price_book import PriceBook
from shared.account.renewal_advice import renewal_advice
from shared.account.seat_advice import SeatCosts, seat_advice
from shared.domain.seat import User
from shared.domain.utilization import Advice, Window
from shared.pages import cursor_after, sort_key_in
from shared.store import dynamodb
from shared.store.usage import used_days
from shared.store.users import all_users


def utilization(account_id: str, *, limit: int, cursor: str | None) -> dict[str, Any]:
    """A page of the advice, by kind, SKU and user."""
    after = sort_key_in(cursor) or ""
    books = open_books(account_id, dynamodb.batch_get(book_keys(account_id)))
    found = sorted(advice_for(books), key=_place)
    rest = [advice for advice in found if _place(advice) > after]
    page = rest[:limit]
    return {
        "items": [vars(advice) | {"currency": books.account.currency} for advice in page],
        "next_cursor": cursor_after(_place(page[-1])) if len(rest) > limit else None,
    }


def advice_for(books: Books) -> Iterator[Advice]:
    """Everything that an account could do to pay less."""
    window = Window(books.today, books.billing.billing_day, books.account.currency)
    users, prices = list(all_users(books.account_id)), PriceBook()
    yield from _of_seats(books, window, users, prices)
    yield from renewal_advice(books, window, users, prices)


def _of_seats(books: Books, window: Window, users: list[User], prices: PriceBook) -> Iterator[Advice]:
    used, costs = _used(books, window), SeatCosts(books, window, prices)
    since = books.account.zones.start_of(window.starts_on)
    for user in users:
        for _, seat in user.seats_in_order():
            if seat.since_at <= since:
                yield from seat_advice(costs, user.user_id, seat.sku, used.get(user.user_id, []))


def _used(books: Books, window: Window) -> dict[str, list[date]]:
    """The days of the window on which something stands, by user."""
    used: dict[str, list[date]] = {}
    for day in used_days(books.account_id, window.starts_on, window.today):
        if day.triggers:
            used.setdefault(day.user_id, []).append(day.day)
    return used


def _place(advice: Advice) -> str:
    return f"{advice.kind}#{advice.sku}#{advice.user_id or '-'}"

"""Numbers to lower at renewal: the fewest licenses that were free in 30 days, from seats and orders as they were."""

from collections.abc import Iterator
from datetime import datetime

from shared.account.books import Books
from shared.account.price_book import PriceBook
from shared.account.renew import contracted_pools, renewed_pool
from shared.domain.pool import Pool
from shared.domain.seat import HeldSeat, User
from shared.domain.term import Term
from shared.domain.utilization import Advice, Span, Window, least_available, lower_renewal
from shared.store.orders import activated_since
from shared.store.users import all_seats_before


def renewal_advice(books: Books, window: Window, users: list[User], prices: PriceBook) -> Iterator[Advice]:
    """The lower number of each contracted pool of which some stayed free all the time."""
    since = books.account.zones.start_of(window.starts_on)
    # What a renewal has just set is not looked at until it has stood for as long.
    terms = [term for term in books.terms.values() if term.ordinal == 0 or term.starts_on <= window.starts_on]
    pools = [(term, pool) for term in terms for pool in contracted_pools(books, term.product) if pool.available]
    if not pools:
        return
    ended = list(all_seats_before(books.account_id))
    for term, pool in pools:
        free = _least_available(books, pool, users, ended, since)
        if free > 0 and (advice := _advice(books, window, term, pool, free, prices)):
            yield advice


def _least_available(
    books: Books, pool: Pool, users: list[User], ended: list[HeldSeat], since: datetime
) -> int:  # fmt: skip
    bought: dict[datetime, int] = {}
    for order in activated_since(books.account_id, since):
        if order.sku == pool.sku and order.activated_at:
            bought[order.activated_at] = bought.get(order.activated_at, 0) + order.quantity
    spans: list[Span] = [(s.since_at, None) for user in users for s in user.seats.values() if s.sku == pool.sku]
    spans += [(seat.since_at, seat.until_at) for seat in ended if seat.sku == pool.sku]
    return least_available(owned=pool.owned, bought=bought, held=spans, since=since)


def _advice(
    books: Books, window: Window, term: Term, pool: Pool, free: int, prices: PriceBook
) -> Advice | None:  # fmt: skip
    renewed = renewed_pool(books, pool, term, prices)
    return lower_renewal(
        window, pool.sku, owned=pool.owned, least_available=free, renews=renewed.after.owned,
        unit_price=renewed.lot.unit_price, applies_on=term.ends_before,
    )  # fmt: skip

"""Renew a product's term for 12 months: numbers, one lot at the list price, the first part-month (DESIGN 3, Terms)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from shared.account.books import Books
from shared.account.price_book import PriceBook
from shared.account.storage_watch import watch_storage
from shared.alarms import count
from shared.domain.activity import JOB, Event
from shared.domain.catalog import SKUS, skus_of
from shared.domain.charge import Charge, part_month
from shared.domain.pool import Lot, Pool
from shared.domain.term import Term, renewed_quantity
from shared.ids import new_id
from shared.store import keys
from shared.store.accounts import check_account
from shared.store.activity import add_event
from shared.store.charges import add_charge, check_still_open
from shared.store.pools import check_owned, renew_owned
from shared.store.terms import end_term, put_term
from shared.store.transaction import Transaction


@dataclass(frozen=True)
class RenewedPool:
    """A pool before and after, the price it renews at, and whether the list still had one."""

    before: Pool
    after: Pool
    lot: Lot
    is_at_list_price: bool


@dataclass(frozen=True)
class Renewal:
    """What renewing a term makes of it and its pools, and the charges that begin it."""

    before: Term
    after: Term
    pools: tuple[RenewedPool, ...]
    charges: tuple[Charge, ...]

    @property
    def is_over(self) -> bool:
        """Whether no license goes on, so that the term ends."""
        return not any(each.after.owned for each in self.pools)


def renewal_of(books: Books, product: str, prices: PriceBook) -> Renewal:
    """Work out the renewal of a term that has reached its end."""
    term = books.terms[product]
    renewed = tuple(renewed_pool(books, pool, term, prices) for pool in contracted_pools(books, product))
    after = term.next(_wishes_kept(renewed, term))
    charges = tuple(charge for each in renewed if (charge := _first_part_month(books, each, after)))
    return Renewal(term, after, renewed, charges)


def books_after(books: Books, renewal: Renewal) -> Books:
    """The books as they stand once a term is renewed."""
    product = renewal.before.product
    terms = {name: term for name, term in books.terms.items() if name != product}
    if not renewal.is_over:
        terms[product] = renewal.after
    pools = {**books.pools, **{each.after.sku: each.after for each in renewal.pools}}
    return replace(books, terms=terms, pools=pools)


def renew_term(books: Books, product: str, prices: PriceBook) -> int:
    """Write the renewal of a term that has reached its end, in one transaction; how many lines it charged."""
    renewal, transaction = renewal_of(books, product, prices), Transaction()
    for each in renewal.pools:
        renew_owned(transaction, books.account_id, each.before, each.after)
    for charge in renewal.charges:
        add_charge(transaction, books.account_id, charge)
    check_still_open(transaction, keys.billing(books.account_id), books.billing, *renewal.charges)
    for sku in skus_of(product):
        # What joins the term at this moment belongs to it, or to the next one from its first day.
        if sku.is_contracted and not books.pool(sku.name).owned:
            check_owned(transaction, books.account_id, books.pool(sku.name))
    if renewal.is_over:
        end_term(transaction, books.account, renewal.before)
    else:
        put_term(transaction, books.account, renewal.before, renewal.after)
    owned = {each.after.sku: each.after.owned for each in renewal.pools}
    watch_storage(transaction, books, product, by=JOB, owned=owned)
    if keys.account(books.account_id) not in transaction:
        check_account(transaction, books.account)  # its plan tells the price
    add_event(transaction, _event(books, renewal))
    transaction.commit()
    if missing := sum(not each.is_at_list_price for each in renewal.pools):
        count("NoListPrice", missing)
    return len(renewal.charges)


def contracted_pools(books: Books, product: str) -> list[Pool]:
    """The pools of a product that its term holds together, in catalogue order."""
    return [
        books.pools[sku.name]
        for sku in skus_of(product)
        if sku.is_contracted and sku.name in books.pools and books.pools[sku.name].owned
    ]


def renewed_pool(books: Books, pool: Pool, term: Term, prices: PriceBook) -> RenewedPool:
    """A pool as the next term has it: never below what is assigned, at the list price or else the last one."""
    quantity = renewed_quantity(owned=pool.owned, assigned=pool.assigned, wish=term.wishes.get(pool.sku))
    price = prices.find(books.account, SKUS[pool.sku], term.ends_before)
    last = pool.lots[-1]
    unit_price, version = (price.unit_price, price.version) if price else (last.unit_price, last.price_version)
    lot = Lot(unit_price, version, quantity)
    return RenewedPool(pool, pool.renewed(quantity, lot), lot, is_at_list_price=price is not None)


def _wishes_kept(renewed: tuple[RenewedPool, ...], term: Term) -> dict[str, int]:
    # Where seats still held kept the number up, the wish stands for the renewal after.
    wishes: Mapping[str, int] = term.wishes
    return {
        each.after.sku: wishes[each.after.sku]
        for each in renewed
        if each.after.sku in wishes and each.after.owned > wishes[each.after.sku]
    }


def _first_part_month(books: Books, each: RenewedPool, term: Term) -> Charge | None:
    billing = books.billing
    # A renewal on a billing date is charged with the month that is due next on that very day.
    if not each.after.owned or term.starts_on >= billing.next_billing_on:
        return None
    return part_month(
        sku=each.after.sku, source=f"term-{term.ordinal}", quantity=each.after.owned,
        unit_price=each.lot.unit_price, price_version=each.lot.price_version, starts_on=term.starts_on,
        stop=None, billing_day=billing.billing_day, closed_on=billing.closed_on,
    )  # fmt: skip


def _event(books: Books, renewal: Renewal) -> Event:
    before, after = renewal.before, renewal.after
    numbers = {each.before.sku: each.before.owned for each in renewal.pools}
    licenses = [
        {
            "sku": each.after.sku, "quantity": each.after.owned, "unit_price": each.lot.unit_price,
            "price_version": each.lot.price_version, "wish": before.wishes.get(each.after.sku),
            "carried_over": each.after.sku in after.wishes, "at_list_price": each.is_at_list_price,
        }
        for each in renewal.pools
    ]  # fmt: skip
    return Event(
        new_id(), books.account_id, books.now, JOB, "term.ended" if renewal.is_over else "term.renewed",
        f"term/{before.product}",
        {"starts_on": before.starts_on, "ends_before": before.ends_before, "licenses": numbers},
        {"starts_on": after.starts_on, "ends_before": after.ends_before, "licenses": licenses,
         "currency": books.account.currency},
    )  # fmt: skip

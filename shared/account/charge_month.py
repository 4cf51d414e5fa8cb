"""Charge the month ahead on a billing date: contracted by lot, rolling at the list price of the month's first day."""

from dataclasses import replace
from datetime import date

from shared.account.books import Books
from shared.account.price_book import PriceBook
from shared.domain.catalog import SKUS
from shared.domain.charge import Charge, month_ahead
from shared.domain.pool import Pool
from shared.store import dynamodb, keys
from shared.store.billing import put_billing
from shared.store.charges import add_charge, check_still_open
from shared.store.pools import change_owned, check_owned
from shared.store.transaction import Conflict, Transaction

LINES_AT_ONCE = 40


def month_charges(books: Books, prices: PriceBook) -> list[Charge]:
    """The lines of the next month to be charged, as the books stand."""
    pools = (books.pools[sku] for sku in SKUS if sku in books.pools)
    return [line for pool in pools if pool.owned for line in _pool_lines(books, pool, prices)]


def charge_month(books: Books, prices: PriceBook, *, and_close: bool = False) -> int:
    """Charge the next month, in one transaction for up to 40 lines; `and_close` also closes that date's invoice.

    Returns how many lines that were.
    """
    lines = month_charges(books, prices)
    number = len(lines)
    while len(lines) > LINES_AT_ONCE:
        known = _already_charged(books)
        lines = [line for line in lines if line.charge_id not in known]
        if len(lines) > LINES_AT_ONCE:
            _write_some(books, lines[:LINES_AT_ONCE])
    _write_last(books, lines, and_close=and_close)
    return number


def _pool_lines(books: Books, pool: Pool, prices: PriceBook) -> list[Charge]:
    sku, starts_on = SKUS[pool.sku], books.billing.next_billing_on
    month = books.billing.month_of(starts_on)
    if sku.is_daily:
        return []
    if sku.is_contracted:
        term = books.terms.get(sku.product)
        if term is None:
            # A batch reads each item for itself: the term began, or ended, while the pool was read.
            raise Conflict(f"term of {sku.product}")
        return [
            month_ahead(
                sku=sku.name, ordinal=ordinal, quantity=lot.quantity, unit_price=lot.unit_price,
                price_version=lot.price_version, month=month, stop=term.ends_before,
            )
            for ordinal, lot in enumerate(pool.lots)
        ]  # fmt: skip
    price = prices.price_on(books.account, sku, starts_on)
    return [
        month_ahead(
            sku=sku.name, ordinal=0, quantity=pool.owned, unit_price=price.unit_price,
            price_version=price.version, month=month, stop=None,
        )
    ]  # fmt: skip


def _already_charged(books: Books) -> set[str]:
    prefix = f"{books.billing.next_billing_on}.month."
    pk = keys.charge(books.account_id, "").pk
    return {item["charge_id"] for item in dynamodb.query_all("Billing", pk, prefix=prefix)}


def _write_some(books: Books, lines: list[Charge]) -> None:
    transaction = Transaction()
    for line in lines:
        add_charge(transaction, books.account_id, line)
    check_still_open(transaction, keys.billing(books.account_id), books.billing, *lines)
    for pool in books.pools.values():
        check_owned(transaction, books.account_id, pool)
    transaction.commit()


def _write_last(books: Books, lines: list[Charge], *, and_close: bool) -> None:
    transaction, starts_on = Transaction(), books.billing.next_billing_on
    for line in lines:
        add_charge(transaction, books.account_id, line)
    for pool in books.pools.values():
        _note_paid(transaction, books, pool, starts_on)
    put_billing(transaction, books.account, books.billing, books.billing.charged(and_close=and_close))
    transaction.commit()


def _note_paid(transaction: Transaction, books: Books, pool: Pool, starts_on: date) -> None:
    if SKUS[pool.sku].commitment != "rolling":
        check_owned(transaction, books.account_id, pool)
        return
    paid = replace(pool, paid_period_on=starts_on, paid_quantity=pool.owned, version=pool.version + 1)
    change_owned(transaction, books.account_id, pool, paid)

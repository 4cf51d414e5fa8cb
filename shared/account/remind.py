"""Renewal reminders, 60 and 30 days ahead: the new price, the numbers, and what cannot be dropped (DESIGN 3, Mail)."""

from dataclasses import replace
from datetime import date
from typing import Any

from shared.account.books import Books
from shared.account.done import Done
from shared.account.price_book import PriceBook
from shared.account.renew import RenewedPool, contracted_pools, renewed_pool
from shared.domain.activity import JOB, Event
from shared.domain.term import Term
from shared.ids import new_id
from shared.store.activity import add_event
from shared.store.terms import note_reminded
from shared.store.transaction import Transaction


def remind_of_renewals(books: Books, prices: PriceBook) -> Done:
    """Send the newest reminder due of each running term."""
    due = [(term, days) for term in books.terms.values() if (days := newest_reminder(term, books.today))]
    for term, days in due:
        _remind(books, term, days, prices)
    return Done(reminders=len(due))


def newest_reminder(term: Term, today: date) -> int | None:
    """The days ahead of the newest reminder of a term that is due and was not sent."""
    newest = None
    while (reminder := term.next_reminder()) and reminder[1] <= today:
        newest = reminder[0]
        term = replace(term, reminded=newest)
    return newest


def _remind(books: Books, term: Term, days: int, prices: PriceBook) -> None:
    transaction = Transaction()
    note_reminded(transaction, books.account, term, replace(term, reminded=days))
    renewed = [renewed_pool(books, pool, term, prices) for pool in contracted_pools(books, term.product)]
    after = {
        "product": term.product, "days": days, "days_left": (term.ends_before - books.today).days,
        "applies_on": term.ends_before, "currency": books.account.currency,
        "licenses": [_license(each, term) for each in renewed],
    }  # fmt: skip
    event = Event(new_id(), books.account_id, books.now, JOB, "renewal.reminder_due", f"term/{term.product}", {}, after)
    add_event(transaction, event)
    transaction.commit()


def _license(each: RenewedPool, term: Term) -> dict[str, Any]:
    wish = term.wishes.get(each.before.sku)
    return {
        "sku": each.before.sku, "owned": each.before.owned, "assigned": each.before.assigned, "wish": wish,
        "quantity": each.after.owned, "cannot_be_dropped": each.after.owned - wish if wish is not None else 0,
        "unit_price": each.lot.unit_price, "price_version": each.lot.price_version,
        "at_list_price": each.is_at_list_price,
    }  # fmt: skip

"""The number of contracted licenses for the next term: set, changed or withdrawn until the term ends (DESIGN 3)."""

from dataclasses import replace

from shared.account.books import Books, book_keys, open_books
from shared.account.change import Answer, Call, Change, carry_out, etag_of
from shared.domain.catalog import SKUS
from shared.domain.term import Term
from shared.errors import Impossible, Invalid, Unknown
from shared.store import dynamodb
from shared.store.attributes import Item
from shared.store.terms import put_term


def renewal_number(account_id: str, sku_name: str) -> Answer:
    """The number set for the next term. Unknown where no term of the SKU runs."""
    books = open_books(account_id, dynamodb.batch_get(book_keys(account_id)))
    return _answer(books, _term_of(books, sku_name), sku_name)


def set_renewal_number(call: Call, sku_name: str, quantity: int | None) -> Answer:
    """Set it, or with None withdraw it. Invalid beyond what is owned; Stale where If-Match names another number."""

    def attempt(change: Change) -> Answer:
        change.read(due_first=True)
        term = _term_of(change.books, sku_name)
        call.check_version(_version(term, sku_name))
        pool = change.books.pool(sku_name)
        if quantity is not None and quantity > pool.owned:
            raise Invalid({"quantity": f"takes 0 to {pool.owned}, the number owned"})
        rest = {sku: number for sku, number in term.wishes.items() if sku != sku_name}
        wishes = rest if quantity is None else {**rest, sku_name: quantity}
        if wishes == term.wishes:
            return _answer(change.books, term, sku_name)
        after = replace(term, wishes=wishes, version=term.version + 1)
        put_term(change.transaction, change.books.account, term, after)
        change.note(
            "renewal.changed", f"pool/{sku_name}", before={"quantity": term.wishes.get(sku_name)},
            sku=sku_name, quantity=quantity, applies_on=term.ends_before,
        )  # fmt: skip
        return change.finish(_answer(change.books, after, sku_name))

    return carry_out(call, attempt)


def _term_of(books: Books, sku_name: str) -> Term:
    if sku_name not in SKUS:
        raise Unknown("SKU")
    if not SKUS[sku_name].is_contracted:
        raise Impossible("not_contracted", "Only contracted licenses renew; others can be deleted at any time.")
    term = books.terms.get(SKUS[sku_name].product)
    if term is None or not books.pool(sku_name).owned:
        raise Unknown("running term", f"None of {sku_name} is owned, so none renews.")
    return term


def _answer(books: Books, term: Term, sku_name: str) -> Answer:
    shown: Item = {
        "sku": sku_name, "quantity": term.wishes.get(sku_name), "assigned": books.pool(sku_name).assigned,
        "applies_on": str(term.ends_before),
    }  # fmt: skip
    return Answer(200, shown, etag_of(_version(term, sku_name)))


def _version(term: Term, sku_name: str) -> str:
    # The term's own counts the numbers of its other SKUs too, and begins anew with a term after one that has ended.
    return f"{term.starts_on}.{term.wishes.get(sku_name, 'all')}"

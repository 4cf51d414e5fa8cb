"""Quotes: everything that will be due, worked out before buying, with the exact document to be signed (DESIGN 3)."""

from datetime import timedelta
from typing import Any

from shared.account.books import Books
from shared.account.change import Answer, Call, Change, carry_out
from shared.account.drafts import draw_draft
from shared.account.offer import Offer, offer, shown_due
from shared.clock import real_now
from shared.documents.edition import EDITION
from shared.domain.order import Quote
from shared.ids import new_id
from shared.store import keys
from shared.store.attributes import Item
from shared.store.records import to_item
from shared.store.transaction import Transaction, absent

KEPT = timedelta(days=60)


def quote(call: Call, sku: str, quantity: int) -> Answer:
    """Work out and keep a quote. Impossible `not_sold_on_plan`, `no_price` or `too_many_lots`."""

    def attempt(change: Change) -> Answer:
        change.read(due_first=True)
        made = make_quote(change.books, offer(change.books, sku, quantity, source="quote"))
        put_quote(change.transaction, change.books, made)
        return change.finish(Answer(201, shown_quote(made)))

    return carry_out(call, attempt)


def make_quote(books: Books, made: Offer) -> Quote:
    """A quote of an offer, its document drawn."""
    contract_id = new_id()
    draft = draw_draft(books, made, contract_id)
    return Quote(
        quote_id=new_id(), contract_id=contract_id, document_sha256=draft.sha256,
        values_sha256=draft.values_sha256, recurring_price=made.recurring_price,
        created_at=books.now, expires_at=books.account.zones.end_of(books.today), **_reviewed(books, made),
    )  # fmt: skip


def put_quote(transaction: Transaction, books: Books, made: Quote) -> None:
    """Keep a quote; it lapses with its local day and is swept long after."""
    item = to_item(made) | {"ttl": int((real_now() + KEPT).timestamp())}
    transaction.put(keys.quote(books.account_id, made.quote_id), item, absent(), name="quote")


def is_still(reviewed: Quote, books: Books, made: Offer) -> bool:
    """Whether price, term, plan, day, what is due and the document's edition are still as they were reviewed."""
    return all(getattr(reviewed, name) == value for name, value in _reviewed(books, made).items())


def shown_quote(made: Quote) -> Item:
    """A quote as the API shows it, but for the link to its document."""
    # Quotes of an older version carry no price of the months to come.
    monthly = (made.recurring_price or made.unit_price) * made.quantity
    return {
        "quote_id": made.quote_id, "sku": made.sku, "quantity": made.quantity, "currency": made.currency,
        "unit_price": made.unit_price, "price_version": made.price_version,
        "due_now": shown_due(
            net=made.due_net, tax=made.due_tax, days=made.due_days, days_in_month=made.due_days_in_month,
            charged_quantity=made.charged_quantity,
        ),
        "recurring": {"net": monthly, "from_on": str(made.recurring_from_on)} if made.recurring_from_on else None,
        "daily_rate": None if made.recurring_from_on else made.unit_price,
        "term": _shown_term(made),
        "contract_id": made.contract_id, "document_sha256": made.document_sha256,
        "expires_at": made.expires_at.isoformat(),
    }  # fmt: skip


def _shown_term(made: Quote) -> Item | None:
    if made.term_joins is None:
        return None
    starts_on, ends_before = str(made.term_starts_on), str(made.term_ends_before)
    return {"starts_on": starts_on, "ends_before": ends_before, "joins": made.term_joins}


def _reviewed(books: Books, made: Offer) -> dict[str, Any]:
    return {
        "sku": made.sku.name, "plan": made.plan.name, "quantity": made.quantity, "currency": books.account.currency,
        "unit_price": made.price.unit_price, "price_version": made.price.version, "quoted_on": made.on,
        "due_net": made.net, "due_tax": made.tax, "due_days": made.days, "due_days_in_month": made.days_in_month,
        "charged_quantity": made.charged_quantity, "tax_rate_bp": books.account.tax_rate_bp,
        "recurring_from_on": made.recurring_from_on,
        "term_starts_on": made.term.starts_on if made.term else None,
        "term_ends_before": made.term.ends_before if made.term else None,
        "term_joins": made.joins if made.term else None, "edition": EDITION,
    }  # fmt: skip

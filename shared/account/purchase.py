"""Orders: placed against a reviewed quote, and signed at once or within 720 hours (DESIGN 3)."""

from shared.account.activation import activate
from shared.account.change import Answer, Call, Change, carry_out
from shared.account.drafts import is_kept
from shared.account.offer import Offer, offer
from shared.account.order_news import told
from shared.account.pending import check_pending, order_in
from shared.account.quoting import is_still, make_quote, put_quote, shown_quote
from shared.account.shown_order import shown_order
from shared.account.signing import Signature
from shared.documents.edition import EDITION
from shared.domain.contract import Contract
from shared.domain.order import SIGN_WITHIN, Order, Quote
from shared.domain.price import Price
from shared.errors import Impossible, Invalid, Unknown
from shared.ids import new_id
from shared.store import dynamodb, keys
from shared.store.accounts import check_account
from shared.store.orders import put_order, settle_order
from shared.store.records import from_item
from shared.store.transaction import Condition, Transaction, absent, equal


def place_order(call: Call, quote_id: str, signature: Signature | None) -> Answer:
    """Buy what was reviewed. Unknown quote; Impossible `quote_used` or `quote_changed`, which carries a new quote."""
    quote_key, signer = keys.quote(call.account_id, quote_id), [_signer_key(call)] if signature else []
    order_id = new_id()

    def attempt(change: Change) -> Answer:
        change.read([quote_key, *signer], due_first=True)
        reviewed = _unused_quote(change, quote_id)
        made = _as_reviewed(change, reviewed, order_id)
        order = _new_order(change, reviewed, made, order_id, is_signed=signature is not None)
        if signature:
            _check_document(signature, order, under="signature.")
            order = activate(change, order, made, signature)
        else:
            check_account(change.transaction, change.books.account)
        put_order(change.transaction, change.books.account, order)
        change.transaction.update(quote_key, absent("order_id"), set={"order_id": order_id}, name="quote")
        _note(change, "order.signed" if signature else "order.placed", order, made)
        return change.finish(Answer(201, shown_order(order, change.books.now)))

    return carry_out(call, attempt)


def sign_order(call: Call, order_id: str, signature: Signature) -> Answer:
    """Sign a pending order; an equal second signature changes nothing.

    Impossible `order_not_pending` or `order_outdated`.
    """
    order_key = keys.order(call.account_id, order_id)

    def attempt(change: Change) -> Answer:
        change.read([order_key, _signer_key(call)], due_first=True)
        order = order_in(change, order_id)
        if _is_signed_by_equal(change, order, signature):
            return Answer(200, shown_order(order, change.books.now))
        check_pending(order, change.books.now)
        _check_document(signature, order)
        made = _as_documented(change, order)
        active = activate(change, order, made, signature)
        as_viewed = equal("viewed_at", order.viewed_at)  # as the contract tells
        settle_order(
            change.transaction, call.account_id, active, as_viewed, Condition("expires_at", ">", change.books.now)
        )
        _note(change, "order.signed", active, made, before=order.stored_status)
        return change.finish(Answer(200, shown_order(active, change.books.now)))

    return carry_out(call, attempt)


def _signer_key(call: Call) -> keys.Key:
    return keys.user(call.account_id, call.caller.user_id)


def _unused_quote(change: Change, quote_id: str) -> Quote:
    item = change.items.get(keys.quote(change.call.account_id, quote_id))
    if item is None:
        raise Unknown("quote")
    reviewed = from_item(Quote, item)
    if reviewed.order_id:
        used = "This quote was bought with already; see order_id, or ask for a new quote."
        raise Impossible("quote_used", used, order_id=reviewed.order_id)
    return reviewed


def _as_reviewed(change: Change, reviewed: Quote, order_id: str) -> Offer:
    made = offer(change.books, reviewed.sku, reviewed.quantity, source=order_id)
    if is_still(reviewed, change.books, made):
        return made
    fresh, transaction = make_quote(change.books, made), Transaction()
    put_quote(transaction, change.books, fresh)
    transaction.commit()
    raise Impossible(
        "quote_changed", "Price, term, plan, day, wording or what is due has moved since. Review the new quote.",
        quote=shown_quote(fresh),
    )  # fmt: skip


def _new_order(change: Change, reviewed: Quote, made: Offer, order_id: str, *, is_signed: bool) -> Order:
    now = change.books.now
    # Bought in one call, the document was seen when its link was given; else its first view is still to come.
    viewed_at = reviewed.created_at if is_signed else None
    return Order(
        order_id=order_id, sku=reviewed.sku, plan=reviewed.plan, quantity=reviewed.quantity,
        currency=reviewed.currency, unit_price=reviewed.unit_price, price_version=reviewed.price_version,
        stored_status="pending_signature", placed_at=now, placed_by=change.call.caller.user_id,
        expires_at=None if is_signed else now + SIGN_WITHIN, contract_id=reviewed.contract_id,
        document_sha256=reviewed.document_sha256, values_sha256=reviewed.values_sha256,
        edition=reviewed.edition, term_clause=made.term_clause, viewed_at=viewed_at,
    )  # fmt: skip


def _as_documented(change: Change, order: Order) -> Offer:
    assert order.contract_id  # noqa: S101 - it waits for a signature
    if not is_kept(order.contract_id):
        raise Impossible("order_outdated", "The document of this order is not kept any more. Cancel, and buy anew.")
    if order.edition != EDITION:
        raise Impossible("order_outdated", "Contracts are worded otherwise by now. Cancel, and buy anew.")
    price = Price(order.unit_price, order.price_version, change.books.today)
    try:
        made = offer(change.books, order.sku, order.quantity, source=order.order_id, price=price)
    except Impossible as gone:
        if gone.code != "not_sold_on_plan":
            raise
        made = None
    if made is None or (made.plan.name, made.term_clause) != (order.plan, order.term_clause):
        raise Impossible("order_outdated", "Plan or term are not as in the document any more. Cancel, and buy anew.")
    return made


def _check_document(signature: Signature, order: Order, *, under: str = "") -> None:
    if signature.document_sha256 != order.document_sha256:
        raise Invalid({f"{under}document_sha256": "is not that of the document to be signed"})


def _is_signed_by_equal(change: Change, order: Order, signature: Signature) -> bool:
    if order.stored_status != "active" or order.contract_id is None:
        return False
    item = dynamodb.get(keys.contract(change.call.account_id, order.contract_id))
    contract = from_item(Contract, item) if item else None
    return (
        contract is not None
        and contract.signed_by == change.call.caller.user_id
        and contract.signature_sha256 == signature.sha256
    )


def _note(change: Change, event_type: str, order: Order, made: Offer, *, before: str | None = None) -> None:
    due = {"net": made.net, "tax": made.tax, "days": made.days, "charged_quantity": made.charged_quantity}
    change.note(
        event_type, f"order/{order.order_id}", before={"status": before} if before else None, **told(order), due_now=due
    )

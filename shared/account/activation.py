"""A signed order becomes licenses: pool, term, first charge and contract, all in the signature's own transaction."""

from dataclasses import replace

from shared.account.change import Change
from shared.account.offer import Offer, pool_after
from shared.account.signing import Signature
from shared.account.storage_watch import watch_storage
from shared.documents.edition import CONSENT_SHA256, CONSENT_VERSION
from shared.domain.activity import Actor
from shared.domain.contract import Contract
from shared.domain.order import Order
from shared.domain.seat import User
from shared.store import keys
from shared.store.accounts import check_account
from shared.store.billing import put_billing
from shared.store.charges import add_charge, check_still_open
from shared.store.contracts import put_contract
from shared.store.pools import change_owned
from shared.store.records import from_item
from shared.store.terms import check_term, put_term


def activate(change: Change, order: Order, made: Offer, signature: Signature) -> Order:
    """Add to the transaction all that a signature brings about, but for the order itself; returns it as active."""
    books, transaction = change.books, change.transaction
    check_account(transaction, books.account)
    pool = pool_after(books, made)
    change_owned(transaction, books.account_id, books.pool(pool.sku), pool)
    if made.sku.carries_storage:
        by = Actor("user", change.call.caller.user_id)
        watch_storage(transaction, books, made.sku.product, by=by, owned={pool.sku: pool.owned})
    if made.term and made.joins:
        check_term(transaction, books.account, made.term)
    elif made.term:
        put_term(transaction, books.account, None, made.term)
    charges = [made.charge] if made.charge else []
    for charge in charges:
        add_charge(transaction, books.account_id, charge)
    if books.pool(pool.sku).version:
        check_still_open(transaction, keys.billing(books.account_id), books.billing, *charges)
    else:
        # A month that was worked out before this SKU was there must not be charged without it.
        put_billing(transaction, books.account, books.billing, books.billing.with_new_pool())
    put_contract(
        transaction, books.account, signed_contract(change, order, made, signature), signature.packed_strokes()
    )
    return replace(order, stored_status="active", activated_at=books.now)


def signed_contract(change: Change, order: Order, made: Offer, signature: Signature) -> Contract:
    """The contract of an order as it was signed just now by the caller."""
    caller, call = change.call.caller, change.call
    signer = from_item(User, change.items[keys.user(call.account_id, caller.user_id)])
    assert order.contract_id and order.document_sha256  # noqa: S101 - an order that is signed here has a document
    return Contract(
        contract_id=order.contract_id, order_id=order.order_id, sku=order.sku, plan=order.plan,
        quantity=order.quantity, unit_price=order.unit_price, currency=order.currency,
        signer_name=signature.signer_name, signed_by=signer.user_id, signer_role=", ".join(sorted(signer.roles)),
        signer_email=signer.email, user_name=signer.name, account_name=change.books.account.name,
        signed_at=change.books.now, document_sha256=order.document_sha256, values_sha256=order.values_sha256,
        signature_sha256=signature.sha256, consent_version=CONSENT_VERSION, consent_sha256=CONSENT_SHA256,
        typed_name=signature.typed_name, term_starts_on=made.term.starts_on if made.term else None,
        term_ends_before=made.term.ends_before if made.term else None,
        ip=call.ip, user_agent=call.user_agent, viewed_at=order.viewed_at,
    )  # fmt: skip

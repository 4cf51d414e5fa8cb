"""Orders read: a page of them, one of them, and the document of a pending one, whose first view is noted."""

from datetime import datetime
from functools import cache
from typing import NamedTuple

from shared.account.again import busy_at_last, persistently
from shared.account.drafts import draft_link, is_kept
from shared.clock import now_of, real_now
from shared.domain.account import Account
from shared.domain.order import WAITING, Order
from shared.errors import Unknown
from shared.links import Link
from shared.pages import sort_key_in
from shared.store import dynamodb, keys
from shared.store.accounts import read_account
from shared.store.filtered import filtered_page
from shared.store.records import from_item
from shared.store.transaction import ConditionFailed, Transaction, absent, equal


class OrderPage(NamedTuple):
    """Some orders, newest first, and the instant at which their status counts."""

    orders: list[Order]
    now: datetime
    next_sk: str | None


def orders_page(account_id: str, *, status: str | None, sku: str | None, limit: int, cursor: str | None) -> OrderPage:
    """A page of the account's orders, of one status or SKU if asked."""
    pk, prefix = keys.order(account_id, "")[1:]
    after = sort_key_in(cursor, prefix=prefix)

    @cache
    def now() -> datetime:
        return now_of(read_account(account_id))

    def status_of(order: Order) -> str:
        # Only of an order that waits does the account's clock tell whether it has expired.
        return order.status_at(now()) if order.stored_status == WAITING else order.stored_status

    def wanted(order: Order) -> bool:
        return sku in (None, order.sku) and status in (None, status_of(order))

    page = filtered_page(
        "Licenses", pk, prefix=prefix, newest_first=True, limit=limit, after=after, kind=Order, wanted=wanted
    )
    is_clock_asked = any(order.stored_status == WAITING for order in page.records)
    return OrderPage(page.records, now() if is_clock_asked else real_now(), page.next_sk)


def one_order(account_id: str, order_id: str) -> tuple[Order, datetime]:
    """An order, and the instant at which its status counts. Unknown where there is none."""
    order_key, account_key = keys.order(account_id, order_id), keys.account(account_id)
    items = dynamodb.batch_get([order_key, account_key])
    if order_key not in items:
        raise Unknown("order")
    return from_item(Order, items[order_key]), now_of(from_item(Account, items[account_key]))


def first_view(account_id: str, order_id: str) -> Link:
    """A link to the order's document. Unknown where it was signed outside, or is not kept any more."""
    order, now = one_order(account_id, order_id)
    if order.contract_id is None or not is_kept(order.contract_id):
        raise Unknown("document")
    if order.viewed_at is None and order.status_at(now) == "pending_signature":
        with busy_at_last():
            persistently(lambda: _note_view(account_id, order_id, now))
    return draft_link(account_id, order.contract_id)


def _note_view(account_id: str, order_id: str, now: datetime) -> None:
    transaction = Transaction()
    key = keys.order(account_id, order_id)
    transaction.update(key, equal("stored_status", WAITING), absent("viewed_at"), set={"viewed_at": now}, name="order")
    try:
        transaction.commit()
    except ConditionFailed:
        return  # somebody else's view came first and stands, or the order waits no more

"""A pending order withdrawn (DESIGN 3, Order)."""

from dataclasses import replace

from shared.account.change import Answer, Call, Change, carry_out
from shared.account.order_news import told
from shared.account.pending import check_pending, order_in
from shared.account.shown_order import shown_order
from shared.store import keys
from shared.store.orders import settle_order
from shared.store.transaction import Condition


def cancel_order(call: Call, order_id: str) -> Answer:
    """Withdraw a pending order. Impossible `order_not_pending`."""

    def attempt(change: Change) -> Answer:
        change.read([keys.order(call.account_id, order_id)])
        order = order_in(change, order_id)
        check_pending(order, change.books.now)
        cancelled = replace(order, stored_status="cancelled")
        settle_order(change.transaction, call.account_id, cancelled, Condition("expires_at", ">", change.books.now))
        change.note("order.cancelled", f"order/{order_id}", before={"status": "pending_signature"}, **told(cancelled))
        return change.finish(Answer(200, shown_order(cancelled, change.books.now)))

    return carry_out(call, attempt)

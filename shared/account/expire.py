"""Pending orders in time: expired 720 hours after they were placed, reminded of 7 days and 1 day before (DESIGN 3)."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from shared.account.books import Books
from shared.account.done import NOTHING, Done
from shared.account.order_news import told
from shared.domain.activity import JOB, Event
from shared.domain.order import Order, next_pending_due
from shared.ids import new_id
from shared.store.activity import add_event
from shared.store.orders import WaitingOrder, move_due, settle_order
from shared.store.transaction import Condition, Transaction

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Waiting:
    """The orders of an account that wait for a signature, oldest first."""

    orders: tuple[WaitingOrder, ...]

    def expire(self, books: Books, until: datetime) -> tuple["Waiting", Done]:
        """Expire what had run out by an instant; returns what goes on waiting."""
        done, rest = NOTHING, []
        for waiting in self.orders:
            if waiting.expires_at <= min(until, books.now):
                _expire(books, waiting.order)
                done += Done(expired=1)
            else:
                rest.append(waiting)
        return Waiting(tuple(rest)), done

    def remind(self, books: Books) -> Done:
        """Send each order's newest reminder that is due."""
        late = [waiting for waiting in self.orders if waiting.due_at <= books.now < waiting.expires_at]
        for waiting in late:
            _remind(books, waiting)
        return Done(reminders=len(late))


def _expire(books: Books, order: Order) -> None:
    transaction, expired = Transaction(), replace(order, stored_status="expired")
    settle_order(transaction, books.account_id, expired, Condition("expires_at", "<=", books.now))
    add_event(transaction, _event(books, "order.expired", expired, before={"status": order.stored_status}))
    transaction.commit()


def _remind(books: Books, waiting: WaitingOrder) -> None:
    transaction = Transaction()
    move_due(transaction, books.account, waiting, next_pending_due(waiting.expires_at, books.now))
    left = waiting.expires_at - books.now
    # Late by some hours, a reminder still says how many days are left, a begun one included.
    days_left = -(-left // ONE_DAY)
    add_event(transaction, _event(books, "order.reminder_due", waiting.order, days_left=days_left))
    transaction.commit()


def _event(books: Books, event_type: str, order: Order, *, before: dict[str, str] | None = None, **more: int) -> Event:
    subject = f"order/{order.order_id}"
    after = told(order) | more
    return Event(new_id(), books.account_id, books.now, JOB, event_type, subject, before or {}, after)

"""A change by the operator: read, decide, write in one transaction, again when others were quicker."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from shared.account.again import persistently
from shared.account.books import Books, book_keys, open_books
from shared.account.catch_up import catch_up
from shared.domain.activity import OPERATOR, Event
from shared.errors import Unknown
from shared.ids import new_id
from shared.store import dynamodb, keys
from shared.store.activity import add_event
from shared.store.transaction import Transaction

T = TypeVar("T")


@dataclass
class OperatorChange:
    """One attempt: the books as read, and the transaction that it grows."""

    books: Books
    transaction: Transaction = field(default_factory=Transaction)

    def note(self, event_type: str, subject: str, before: Mapping[str, Any], **after: Any) -> None:
        """Write the activity event of this change beside it."""
        books = self.books
        event = Event(new_id(), books.account_id, books.now, OPERATOR, event_type, subject, before, after)
        add_event(self.transaction, event)


def carry_out(account_id: str, attempt: Callable[[OperatorChange], T]) -> T:
    """Try a change until it is written or refused, with renewals and months that are due done first."""

    def step() -> T:
        books = _read(account_id)
        if books.is_behind():
            catch_up(account_id, books.now)
            books = _read(account_id)
        return attempt(OperatorChange(books))

    return persistently(step)


def _read(account_id: str) -> Books:
    items = dynamodb.batch_get(book_keys(account_id))
    if keys.account(account_id) not in items:
        raise Unknown("account")
    return open_books(account_id, items)

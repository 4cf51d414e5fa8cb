"""Activity events: written in the transaction of the change, read newest first, found by the stream's publisher."""

from shared.domain.activity import Event
from shared.store import keys
from shared.store.records import to_item
from shared.store.transaction import Transaction, absent


def add_event(transaction: Transaction, event: Event) -> None:
    """Put an event beside the change that it tells of."""
    key = keys.activity(event.account_id, event.at, event.event_id)
    transaction.put(key, to_item(event), absent(), name="activity")

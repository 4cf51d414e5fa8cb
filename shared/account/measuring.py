"""Storage as the product measures it: the newest measurement counts, and tells of the levels it crosses."""

from shared.account.books import book_keys, open_books
from shared.account.storage_watch import allowed_bytes, check_allowance, note_level
from shared.account.usage_shapes import StorageMeasured
from shared.domain.account import Account
from shared.domain.activity import JOB
from shared.domain.storage import Storage
from shared.store import dynamodb
from shared.store.transaction import Transaction


def note_measured(transaction: Transaction, account: Account, usage: StorageMeasured) -> None:
    """Take a measurement into a transaction; one older than what is known changes nothing."""
    books = open_books(account.account_id, dynamodb.batch_get(book_keys(account.account_id)))
    before = books.storages.get(usage.product)
    if before and before.measured_at and _age(before) > (usage.occurred_at, usage.event_id):
        return
    after = Storage(usage.product, usage.bytes, usage.occurred_at, usage.event_id)
    check_allowance(transaction, books, usage.product)
    note_level(transaction, books, before, after, allowed=allowed_bytes(books, usage.product), by=JOB)


def _age(storage: Storage) -> tuple[object, str]:
    return storage.measured_at, storage.measured_by

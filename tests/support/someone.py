"""Somebody in an account, put there without going through the calls."""

from datetime import UTC, datetime

from shared.domain.catalog import SKUS, can_carry
from shared.domain.seat import Seat, Subject, User
from shared.ids import new_id
from shared.store import keys
from shared.store.records import to_item
from shared.store.transaction import Transaction
from tests.support.sample import Company

JOINED = datetime(2027, 3, 5, 9, tzinfo=UTC)


def somebody(company: Company, role: str = "engineer") -> str:
    """The subject of a person's tokens; their seat counts in no pool."""
    user_id = new_id()
    sku = next(sku for sku in SKUS.values() if can_carry(sku, role))
    seat, sub = Seat(sku.name, role, JOINED), f"sub-{user_id}"
    user = User(
        user_id,
        f"user-{user_id.lower()}",
        "Bob Roe",
        "bob@brookvale.example",
        JOINED,
        seats={sku.product: seat},
        sub=sub,
    )
    transaction = Transaction()
    transaction.put(keys.user(company.account_id, user_id), to_item(user))
    transaction.put(keys.subject(sub), to_item(Subject(company.account_id, user_id, "active", (role,))))
    transaction.commit()
    return sub

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


def somebody(company: Company, *roles: str) -> str:
    """The subject of a person's tokens; their seats, one a product and none contracted, count in no pool."""
    user_id, seats = new_id(), dict[str, Seat]()
    for role in roles or ("engineer",):
        fitting = (sku for sku in SKUS.values() if can_carry(sku, role) and not sku.is_contracted)
        sku = next(sku for sku in fitting if sku.product not in seats)
        seats[sku.product] = Seat(sku.name, role, JOINED)
    sub = f"sub-{user_id}"
    user = User(
        user_id,
        f"user-{user_id.lower()}",
        "Bob Roe",
        "bob@brookvale.example",
        JOINED,
        seats=seats,
        sub=sub,
    )
    transaction = Transaction()
    transaction.put(keys.user(company.account_id, user_id), to_item(user))
    transaction.put(
        keys.subject(sub), to_item(Subject(company.account_id, user_id, "active", tuple(sorted(user.roles))))
    )
    transaction.commit()
    return sub

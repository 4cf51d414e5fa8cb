"""People of an account: the shape that is shown, and the first owner who comes with the account (DESIGN 3, Users)."""

from datetime import datetime
from typing import Any

from shared.domain.account import Account
from shared.domain.catalog import OWNER, SKUS
from shared.domain.seat import Seat, User
from shared.ids import new_id
from shared.store import keys
from shared.store.attributes import Item
from shared.store.transaction import Transaction, absent
from shared.store.users import put_new_user


def add_first_owner(
    transaction: Transaction, account: Account, *, username: str, name: str, email: str, sku: str, now: datetime
) -> User:
    """Add an account's first owner in their seat, and the count of owners that starts with them. Not the pool.

    `username`, `name` and `email` are in the form that `shared.account.person_fields` gives them.
    """
    seats = {SKUS[sku].product: Seat(sku, OWNER, now)}
    user = User(new_id(), username, name, email, created_at=now, seats=seats)
    put_new_user(transaction, account.account_id, user)
    transaction.put(keys.owners(account.account_id), {"count": 1}, absent(), name="owners")
    return user


def shown_user(user: User) -> Item:
    """A user as the API shows it, in plain JSON values."""
    return {
        "user_id": user.user_id, "username": user.username, "name": user.name, "email": user.email,
        "status": user.status, "login": user.login, "licenses": shown_licenses(user),
        "created_at": user.created_at.isoformat(),
    }  # fmt: skip


def shown_licenses(user: User) -> list[dict[str, Any]]:
    """The seats held, as the API shows them."""
    return [
        {"product": product, "sku": seat.sku, "role": seat.role, "since_at": seat.since_at.isoformat()}
        for product, seat in user.seats_in_order()
    ]


def told_user(user: User) -> Item:
    """What an event tells of a user."""
    licenses = [{"product": product, "sku": seat.sku, "role": seat.role} for product, seat in user.seats_in_order()]
    return {
        "user_id": user.user_id, "username": user.username, "name": user.name, "email": user.email,
        "licenses": licenses,
    }  # fmt: skip

"""People of an account: the first owner, adding, editing, and the shape that is shown (DESIGN 3, Users)."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from shared.account.change import Answer, Call, Change, carry_out, etag_of
from shared.account.seat_moves import Wanted, add_with_seats, with_seats
from shared.domain.account import Account
from shared.domain.catalog import OWNER, SKUS
from shared.domain.seat import Seat, User
from shared.errors import Impossible, Unknown
from shared.ids import new_id
from shared.store import dynamodb, keys
from shared.store.attributes import Item
from shared.store.keys import Key
from shared.store.transaction import Transaction, absent
from shared.store.users import change_user, put_new_user, user_in


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


def add_user(call: Call, *, username: str, name: str, email: str, wanted: Sequence[Wanted]) -> Answer:
    """Add a person with seats, all or nothing. Impossible `username_taken` or `no_license_available`."""
    user_id, username_key = new_id(), keys.username(username)

    def attempt(change: Change) -> Answer:
        change.read([username_key], due_first=bool(wanted))
        if username_key in change.items:
            # Whose it is, or was, is nobody's business.
            raise Impossible("username_taken", "This username is taken, or was once. Choose another.")
        user = User(user_id, username, name, email, created_at=change.books.now)
        user = replace(with_seats(user, wanted, change), version=1)
        add_with_seats(change, user)
        change.note("user.added", f"user/{user_id}", **told_user(user))
        return change.finish(answer_of(user, status=201))

    return carry_out(call, attempt)


def edit_user(call: Call, user_id: str, given: Mapping[str, str]) -> Answer:
    """Change name or e-mail address, those that are given."""

    def attempt(change: Change) -> Answer:
        user = read_user(change, user_id)
        fields = {name: value for name, value in given.items() if getattr(user, name) != value}
        if not fields:
            return answer_of(user)
        after = replace(user, version=user.version + 1, **fields)  # type: ignore[arg-type]
        change_user(change.transaction, call.account_id, user, after)
        before = {name: getattr(user, name) for name in fields}
        change.note("user.edited", f"user/{user_id}", before=before, user_id=user_id, **fields)
        return change.finish(answer_of(after))

    return carry_out(call, attempt)


def one_user(account_id: str, user_id: str) -> User:
    """A user of the account. Unknown where there is none."""
    key = keys.user(account_id, user_id)
    user = user_in({key: item} if (item := dynamodb.get(key)) else {}, account_id, user_id)
    if user is None:
        raise Unknown("user")
    return user


def read_user(change: Change, user_id: str, extra: Sequence[Key] = (), *, due_first: bool = False) -> User:
    """Read what a change of one user rests on; the user. Raises Unknown, or Stale for an older If-Match."""
    account_id = change.call.account_id
    change.read([keys.user(account_id, user_id), *extra], due_first=due_first)
    user = user_in(change.items, account_id, user_id)
    if user is None:
        raise Unknown("user")
    change.call.check_version(user.version)
    return user


def answer_of(user: User, *, status: int = 200) -> Answer:
    """A user as an answer, with the ETag that a later edit can name."""
    return Answer(status, shown_user(user), etag_of(user.version))


def shown_user(user: User) -> Item:
    """A user as the API shows it, in plain JSON values."""
    licenses: list[dict[str, Any]] = [
        {"product": product, "sku": seat.sku, "role": seat.role, "since_at": seat.since_at.isoformat()}
        for product, seat in user.seats_in_order()
    ]
    return {
        "user_id": user.user_id, "username": user.username, "name": user.name, "email": user.email,
        "status": user.status, "login": user.login, "licenses": licenses, "created_at": user.created_at.isoformat(),
    }  # fmt: skip


def told_user(user: User) -> Item:
    """What an event tells of a user."""
    return {
        "user_id": user.user_id, "username": user.username, "name": user.name, "email": user.email,
        "licenses": told_seats(user.seats),
    }  # fmt: skip


def told_seats(seats: Mapping[str, Seat]) -> list[dict[str, str]]:
    """What an event tells of seats."""
    return [{"product": product, "sku": seat.sku, "role": seat.role} for product, seat in sorted(seats.items())]

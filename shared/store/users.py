"""Users: the person with their seats, the username that is never free again, and what a token's subject tells."""

from collections.abc import Iterable, Iterator, Mapping

from shared.domain.seat import HeldSeat, Subject, User
from shared.store import dynamodb, keys
from shared.store.attributes import Item
from shared.store.keys import Key
from shared.store.records import found, from_item, to_item
from shared.store.transaction import Condition, Transaction, absent, equal, present, unchanged

# The log-in's own fields are the provisioner's: a change by people leaves them alone, and the other way round.
_PEOPLE_CHANGE = ("name", "email", "status", "seats", "last_seats", "version")


def user_in(items: Mapping[Key, Item], account_id: str, user_id: str) -> User | None:
    """The user among what was read."""
    return found(User, items.get(keys.user(account_id, user_id)))


def usernames(account_id: str, user_ids: Iterable[str]) -> dict[str, str]:
    """The usernames of users, by their ids; they never change."""
    items = dynamodb.batch_get(keys.user(account_id, user_id) for user_id in user_ids)
    return {item["user_id"]: item["username"] for item in items.values()}


def put_new_user(transaction: Transaction, account_id: str, user: User) -> None:
    """Write a new user and take the username for good."""
    transaction.put(keys.user(account_id, user.user_id), to_item(user), absent(), name="user")
    owner = {"account_id": account_id, "user_id": user.user_id}
    transaction.put(keys.username(user.username), owner, absent(), name=f"username {user.username}")


def change_user(transaction: Transaction, account_id: str, before: User, after: User) -> None:
    """Write a changed user, if nobody changed it since; what the token's subject tells changes with it."""
    changed = {name: value for name, value in to_item(after).items() if name in _PEOPLE_CHANGE}
    # The subject must be known: a log-in that became ready meanwhile has one, which this change must write too.
    conditions = (unchanged(before.version), equal("sub", before.sub))
    transaction.update(keys.user(account_id, after.user_id), *conditions, set=changed, name="user")
    if after.sub:
        put_subject(transaction, account_id, after.sub, after)


def put_subject(transaction: Transaction, account_id: str, sub: str, user: User) -> None:
    """Write what one look-up by `sub` tells: account, user, status, roles."""
    subject = Subject(account_id, user.user_id, user.status, tuple(sorted(user.roles)))
    transaction.put(keys.subject(sub), to_item(subject), name="subject")


def put_login(transaction: Transaction, account_id: str, before: User, after: User) -> None:
    """Write how the log-in stands, if user and log-in are still as they were read."""
    conditions = (unchanged(before.version), equal("login", before.login))
    login = {"login": after.login, "sub": after.sub}
    transaction.update(keys.user(account_id, after.user_id), *conditions, set=login, name="user")
    if before.sub and before.sub != after.sub:
        transaction.delete(keys.subject(before.sub), name="subject before")
    if after.sub:
        put_subject(transaction, account_id, after.sub, after)


def put_held(transaction: Transaction, account_id: str, held: HeldSeat, *, ordinal: int) -> None:
    """Keep a seat that ends; `ordinal` tells apart those that ended within one instant of a standing clock."""
    key = keys.held(account_id, held.user_id, held.product, held.since_at, ordinal)
    transaction.put(key, to_item(held), name="held")


def count_owners(transaction: Transaction, account_id: str, change: int) -> None:
    """Move the count of active owners; it never reaches zero."""
    if change:
        rule = [Condition("count", ">", -change)] if change < 0 else []
        transaction.update(keys.owners(account_id), present(), *rule, add={"count": change}, name="owners")


def seats_before(account_id: str, user_id: str, product: str) -> list[HeldSeat]:
    """The seats of a product that a user held and gave back."""
    pk, prefix = keys.held_by(account_id, user_id, product)
    return [from_item(HeldSeat, item) for item in dynamodb.query_all("Users", pk, prefix=prefix)]


def all_seats_before(account_id: str) -> Iterator[HeldSeat]:
    """Every seat of an account that was given back."""
    pk, _ = keys.held_by(account_id, "", "")
    return (from_item(HeldSeat, item) for item in dynamodb.query_all("Users", pk))


def all_users(account_id: str) -> Iterator[User]:
    """Everybody of an account, also who is gone."""
    pk, prefix = keys.user(account_id, "")[1:]
    return (from_item(User, item) for item in dynamodb.query_all("Users", pk, prefix=prefix))

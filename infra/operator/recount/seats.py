"""People: who holds what against the owner count, the usernames and what a token's subject tells."""

from collections.abc import Iterator, Mapping
from typing import Any

from infra.operator.recount.difference import difference
from shared.domain.catalog import SKUS, can_carry
from shared.domain.seat import User
from shared.store import dynamodb, keys
from shared.store.attributes import Item
from shared.store.keys import Key
from shared.store.records import from_item


def differences(account_id: str) -> Iterator[dict[str, Any]]:
    """Where a person's records do not tell the same."""
    prefix = keys.user(account_id, "").sk
    users = [from_item(User, i) for i in dynamodb.query_all("Users", keys.account(account_id).pk, prefix=prefix)]
    owners = sum(user.is_active_owner for user in users)
    recorded = (dynamodb.get(keys.owners(account_id)) or {}).get("count", 0)
    if recorded != owners or owners < 1:
        yield difference("owners are counted, and never none", "owners", recorded=recorded, counted=owners)
    told = dynamodb.batch_get(key for user in users for key in _keys_of(user))
    for user in users:
        yield from _of_user(account_id, user, told)


def _keys_of(user: User) -> list[Key]:
    """What else tells of a person."""
    return [keys.username(user.username), *([keys.subject(user.sub)] if user.sub else [])]


def _of_user(account_id: str, user: User, others: Mapping[Key, Item]) -> Iterator[dict[str, Any]]:
    subject = f"user/{user.user_id}"
    if not user.is_active and user.seats:
        yield difference("who is deactivated holds no seat", subject, recorded=sorted(user.seats), counted=[])
    for seat in user.seats.values():
        if not can_carry(SKUS[seat.sku], seat.role):
            yield difference("a seat carries a role of its SKU", subject, recorded=seat.role, counted=seat.sku)
    name = others.get(keys.username(user.username), {})
    if name.get("user_id") != user.user_id:
        yield difference("a username is its user's alone", subject, recorded=name.get("user_id"), counted=user.user_id)
    if user.sub:
        told = others.get(keys.subject(user.sub), {})
        expected = [account_id, user.user_id, user.status, sorted(user.roles)]
        found = [told.get("account_id"), told.get("user_id"), told.get("status"), sorted(told.get("roles", []))]
        if found != expected:
            yield difference("a subject tells what its user is", subject, recorded=found, counted=expected)

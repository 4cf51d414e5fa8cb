"""Companies of many people on the running stack: licenses and people are written in bulk, and wait for each other."""

from dataclasses import dataclass

from infra.local.stack import Stack
from shared.clock import real_now
from shared.domain.seat import User
from shared.ids import new_id
from shared.store import dynamodb, keys
from shared.store.transaction import Transaction
from shared.store.users import put_new_user
from tests.support.people import Person, open_company

SKU = "jobs-rolling"
PEOPLE_IN_A_WRITE = 50


@dataclass(frozen=True)
class Firm:
    """A company, its owner, and people without a seat; `order_id` bought the licenses that wait for them."""

    account_id: str
    owner: Person
    order_id: str
    people: list[str]

    @property
    def owner_id(self) -> str:
        found = dynamodb.get(keys.subject(self.owner.sub)) or {}
        return str(found["user_id"])


def open_firm(stack: Stack, *, people: int) -> Firm:
    """In the real time, not a sandbox's."""
    account_id, owner = open_company(stack)
    order_id = owner.buy(SKU, people)["order_id"]
    return Firm(account_id, owner, order_id, add_people(account_id, people))


def add_people(account_id: str, count: int) -> list[str]:
    """People without a seat or a log-in; their ids."""
    ids = [new_id() for _ in range(count)]
    for first in range(0, count, PEOPLE_IN_A_WRITE):
        transaction = Transaction()
        for each in ids[first : first + PEOPLE_IN_A_WRITE]:
            user = User(each, f"p-{each.lower()}", "Bo Lee", "bo@example.com", created_at=real_now(), version=1)
            put_new_user(transaction, account_id, user)
        transaction.commit()
    return ids

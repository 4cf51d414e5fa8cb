"""A log-in through the user pool, told to the event bus as the product tells its own usage (DESIGN 4)."""

import json
from typing import Any, NamedTuple

from botocore.config import Config

from shared import aws
from shared.clock import now_of
from shared.config import setting
from shared.domain.account import Account
from shared.domain.seat import folded
from shared.ids import new_id
from shared.store import dynamodb, keys
from shared.store.attributes import instant_text
from shared.store.records import from_item

SOURCE = "product"
# The pool waits five seconds for its trigger.
_CONFIG = Config(retries={"mode": "standard", "max_attempts": 2}, connect_timeout=1, read_timeout=1)


class NotReported(Exception):
    """The log-in belongs to no user, or the bus did not take it."""


class Person(NamedTuple):
    """Whose log-in it is."""

    account_id: str
    user_id: str


def report_login(*, sub: str, username: str, device: str) -> Person:
    """Put one `user.logged_in` onto the bus, at the account's own time. Raises NotReported."""
    person = _person(sub, username)
    item = dynamodb.get(keys.account(person.account_id))
    if item is None:
        raise NotReported("account")
    detail = {
        "event_id": new_id(), "account_id": person.account_id, "user_id": person.user_id,
        "occurred_at": instant_text(now_of(from_item(Account, item))), "device": device,
    }  # fmt: skip
    entry = {
        "Source": SOURCE, "DetailType": "user.logged_in", "Detail": json.dumps(detail),
        "EventBusName": setting("EVENT_BUS"),
    }  # fmt: skip
    answer = _client().put_events(Entries=[entry])
    if answer["FailedEntryCount"]:
        raise NotReported(answer["Entries"][0].get("ErrorCode", "bus"))
    return person


def _person(sub: str, username: str) -> Person:
    # The subject is written when the log-in is ready; the username stands from the first moment.
    item = dynamodb.get(keys.subject(sub)) or dynamodb.get(keys.username(folded(username)))
    if item is None:
        raise NotReported("user")
    return Person(item["account_id"], item["user_id"])


def _client() -> Any:
    return aws.client("events", _CONFIG)

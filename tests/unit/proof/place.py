"""A company that is in the middle of things, and what its state comes to, told so that two runs can be compared."""

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from shared.account.advance import advance
from shared.clock import now_of
from shared.store.accounts import read_account, set_not_before
from tests.support.api import Reply
from tests.support.bus import activity_of, bring, message
from tests.support.memory_aws import MemoryAws
from tests.support.sample import Company, load_sample_prices, open_company, order_body

CONSUMERS = {
    "order.signed": "functions.documents.seal", "invoice.issued": "functions.documents.draw_invoice",
}  # fmt: skip
OF_THE_MOMENT = ("ttl", "crc32", "size_bytes", "version_id", "document_version_id", "until", "sent_at", "etag")
_VARYING = re.compile(
    r"(?P<id>\b[0-9A-HJKMNP-TV-Z]{26}\b)|(?P<sha>\b[0-9a-f]{64}\b)|(?P<at>\b20\d\d-\d\d-\d\dT[\d:.]+(Z|\+00:00)?)"
    r"|(?P<signature>\?response-content-type=[^\"]+)"
)


@dataclass
class Place:
    """The company, people by username, and the AWS that it lives in."""

    memory: MemoryAws
    company: Company
    people: dict[str, str] = field(default_factory=dict)

    @property
    def account_id(self) -> str:
        return self.company.account_id

    @property
    def now(self) -> datetime:
        return now_of(read_account(self.account_id))

    def done(self, method: str, path: str, body: Any = None, **more: Any) -> Any:
        """What a call that must succeed is answered with."""
        reply = self.company.call(method, path, body, **more)
        assert reply.status < 300, reply.body
        return reply.body

    def ahead(self, time: timedelta, *, idle: bool = True) -> datetime:
        """Let the account's time go on, with all that is due done on the way or left due."""
        to = self.now + time
        set_not_before(read_account(self.account_id), to)
        if not idle:
            advance(self.account_id, to)
        return to

    def add(self, username: str, **seats: str) -> str:
        """Add a person, with a role for each SKU (its dashes as underscores)."""
        licenses = [{"sku": sku.replace("_", "-"), "role": role} for sku, role in seats.items()]
        body = {"username": username, "name": "Bob Roe", "email": f"{username}@brookvale.example", "licenses": licenses}
        self.people[username] = self.done("POST", "/v1/users", body)["user_id"]
        return self.people[username]

    def quote(self, sku: str, quantity: int) -> dict[str, Any]:
        made: dict[str, Any] = self.done("POST", "/v1/licenses/quotes", {"sku": sku, "quantity": quantity})
        return made

    def order(self, sku: str, quantity: int) -> tuple[dict[str, Any], str]:
        """An order that waits for its signature, and the SHA-256 to be signed."""
        quote = self.quote(sku, quantity)
        return self.done("POST", "/v1/licenses/orders", order_body(quote, None)), quote["document_sha256"]

    def buy(self, sku: str, quantity: int) -> None:
        assert self.company.buy(sku, quantity).status == 201

    def last_message(self, event_type: str) -> str:
        return message(activity_of(self.account_id, event_type)[-1])

    def consume(self, event_type: str) -> None:
        """Bring every event of a type to its consumer."""
        bodies = [message(event) for event in activity_of(self.account_id, event_type)]
        assert bring(CONSUMERS[event_type], bodies) == []


def busy_place(memory: MemoryAws) -> Place:
    """Licenses of three kinds, somebody without a seat and somebody with one."""
    load_sample_prices()
    place = Place(memory, open_company(sandbox_now=None))
    place.buy("jobs-rolling", 3)
    place.add("bob")
    place.add("cyd", jobs_rolling="engineer")
    return place


def told(place: Place) -> dict[str, Any]:
    """Everything stored and sent; ids, hashes and instants of the moment, which differ from run to run, left out."""
    memory = place.memory
    tables, files = memory.tables.tables, memory.files.versions
    kept: dict[str, Any] = {name: _told(_rows_alone(table.values())) for name, table in tables.items()}
    kept["contracts"] = _told([key, len(found)] for (bucket, key), found in files.items() if bucket == "contracts")
    kept["archives"] = _told(key for _, key in files if key.startswith("archives/"))
    kept["queues"] = sorted(set(_told(memory.queues.sent)))
    kept["bus"] = sorted(set(_told(memory.bus.taken)))
    kept["mails"] = sorted(set(memory.mails.sent))
    kept["people"] = _told({"name": name} | _without(login, "password") for name, login in memory.people.logins.items())
    return kept


def answer_told(reply: Any) -> Any:
    """What a run came back with, so that two can be compared."""
    if not isinstance(reply, Reply):
        return reply
    return reply.status, json.loads(plain(json.dumps(_without_moment(reply.body))))


def plain(text: str) -> str:
    return _VARYING.sub(lambda match: str(match.lastgroup and next(k for k, v in match.groupdict().items() if v)), text)


def difference_of(found: dict[str, Any], expected: dict[str, Any]) -> list[str]:
    """The lines that only one of two states has."""
    lines = []
    for name in sorted(set(found) | set(expected)):
        here, there = Counter(found.get(name, [])), Counter(expected.get(name, []))
        lines += [f"{name} + {line}" for line in (here - there)] + [f"{name} - {line}" for line in (there - here)]
    return lines


def _rows_alone(items: Iterable[Any]) -> Iterator[Any]:
    """Items, but for the packets of an import: after a conflict they are smaller, with the same rows."""
    for item in items:
        yield from item["results"]["L"] if "#IMP#" in item["pk"]["S"] else [item]


def _told(things: Iterable[Any]) -> list[str]:
    return sorted(plain(json.dumps(_without_moment(thing), sort_keys=True, default=str)) for thing in things)


def _without_moment(thing: Any) -> Any:
    if isinstance(thing, dict):
        return {name: _without_moment(value) for name, value in thing.items() if name not in OF_THE_MOMENT}
    return [_without_moment(each) for each in thing] if isinstance(thing, list | tuple) else thing


def _without(thing: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in thing.items() if name not in names}

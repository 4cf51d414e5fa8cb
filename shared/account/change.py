"""One change, once: read, decide, write in one transaction with its activity and its idempotency record (DESIGN 5)."""

import hashlib
import json
import random
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from shared.account.again import busy_at_last
from shared.account.books import Books, book_keys, open_books
from shared.account.catch_up import catch_up
from shared.auth import Caller
from shared.clock import real_now
from shared.domain.activity import Actor, Event
from shared.errors import Busy, Impossible, Invalid, Stale, Unknown
from shared.ids import new_id
from shared.store import dynamodb, keys
from shared.store.activity import add_event
from shared.store.attributes import Item
from shared.store.keys import Key
from shared.store.transaction import ConditionFailed, Conflict, Transaction, absent, equal

ATTEMPTS = 10
WITHIN_SECONDS = 10.0
FIRST_WAIT, LONGEST_WAIT = 0.025, 1.0
ANSWERS_KEPT = timedelta(days=30)


def etag_of(version: int | str) -> str:
    """The ETag of something that can be edited, from its version."""
    return f'"{version}"'


@dataclass(frozen=True)
class Call:
    """A request to change something: who, where, with what key and body, from which address."""

    caller: Caller
    method: str
    path: str
    body_sha256: str
    key: str | None = None
    ip: str | None = None
    user_agent: str | None = None
    if_match: str | None = None

    @property
    def account_id(self) -> str:
        return self.caller.account_id

    @property
    def idempotency_key(self) -> Key:
        hashed = hashlib.sha256((self.key or "").encode()).hexdigest()
        return keys.idempotency(self.account_id, f"{self.caller.user_id}#{self.method}#{self.path}#{hashed}")

    def check_version(self, version: int | str) -> None:
        """Raises Stale where If-Match names others than the version that was read."""
        named = {"*"} if self.if_match is None else {each.strip() for each in self.if_match.split(",")}
        if named.isdisjoint({"*", etag_of(version)}):
            raise Stale


@dataclass(frozen=True)
class Answer:
    """What a call is answered with: status, body as plain JSON values without links, and the ETag if it has one."""

    status: int
    body: Mapping[str, Any]
    etag: str | None = None


class AnsweredBefore(Exception):
    """The call's key was used with the same body: here is the first answer."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(answer.status)
        self.answer = answer


class DueFirst(Exception):
    """A renewal or a month's charge is due before this change may be made."""

    def __init__(self, account_id: str, now: datetime) -> None:
        super().__init__(account_id)
        self.account_id, self.now = account_id, now


@dataclass
class Change:
    """One attempt at a change: what was read, and the transaction that it grows."""

    call: Call
    transaction: Transaction = field(default_factory=Transaction)
    items: dict[Key, Item] = field(default_factory=dict)
    books: Books = field(init=False)

    def read(self, extra: Iterable[Key] = (), *, due_first: bool = False) -> None:
        """Read the books and more in one batch. Raises AnsweredBefore, Invalid `idempotency_key_reused`, DueFirst."""
        wanted = [*book_keys(self.call.account_id), *extra]
        if self.call.key is not None:
            wanted.append(self.call.idempotency_key)
        self.items = dynamodb.batch_get(wanted)
        self._answer_from(self.items.get(self.call.idempotency_key) if self.call.key is not None else None)
        self.books = open_books(self.call.account_id, self.items)
        if due_first and self.books.is_behind():
            raise DueFirst(self.call.account_id, self.books.now)

    def read_key(self) -> None:
        """Read what the call's key was answered with, and nothing else. Raises AnsweredBefore and Invalid as above."""
        if self.call.key is not None:
            found = dynamodb.batch_get([self.call.idempotency_key])
            self._answer_from(found.get(self.call.idempotency_key))

    def note(self, event_type: str, subject: str, *, before: Mapping[str, Any] | None = None, **after: Any) -> Event:
        """Write the activity event of this change beside it."""
        actor = Actor("user", self.call.caller.user_id)
        event = Event(new_id(), self.call.account_id, self.books.now, actor, event_type, subject, before or {}, after)
        add_event(self.transaction, event)
        return event

    def finish(self, answer: Answer) -> Answer:
        """Write everything, and keep the answer for a repeat of the call."""
        if self.call.key is not None:
            self._keep(answer)
        self.transaction.commit()
        return answer

    def _keep(self, answer: Answer) -> None:
        kept = {
            "body_sha256": self.call.body_sha256, "status": answer.status, "answer": json.dumps(answer.body),
            "etag": answer.etag, "ttl": int((real_now() + ANSWERS_KEPT).timestamp()),
        }  # fmt: skip
        known = self.items.get(self.call.idempotency_key)
        # A record past its 30 days may stand until the table's TTL sweeps it; it is written over, once.
        as_read = equal("ttl", known["ttl"]) if known else absent()
        self.transaction.put(self.call.idempotency_key, kept, as_read, name="idempotency")

    def _answer_from(self, kept: Item | None) -> None:
        if kept is None or kept["ttl"] <= real_now().timestamp():
            return
        if kept["body_sha256"] != self.call.body_sha256:
            raise Invalid(
                {"Idempotency-Key": "was used for another request; use a new key for a new request"},
                code="idempotency_key_reused",
            )
        raise AnsweredBefore(Answer(kept["status"], json.loads(kept["answer"]), kept.get("etag")))


def carry_out(call: Call, attempt: Callable[[Change], Answer]) -> Answer:
    """Try a change until it is written or refused. Raises Busy when others keep changing the same things."""
    give_up_at = time.monotonic() + WITHIN_SECONDS
    for number in range(ATTEMPTS):
        try:
            return _attempted(call, attempt)
        except AnsweredBefore as before:
            return before.answer
        except DueFirst as due:
            with busy_at_last():
                catch_up(due.account_id, due.now)
        except (ConditionFailed, Conflict):
            if number == ATTEMPTS - 1 or not _waited(number, give_up_at):
                break
    raise Busy


def _attempted(call: Call, attempt: Callable[[Change], Answer]) -> Answer:
    change = Change(call)
    try:
        return attempt(change)
    except (Impossible, Stale, Unknown):
        # A batch reads each item for itself: the first call of this key may have been written after its record was read
        # and before the rest was, and what it did be what this one was refused for.
        change.read_key()
        raise


def _waited(number: int, give_up_at: float) -> bool:
    """Wait before the next try; False, at once, where it would begin too late."""
    wait = random.uniform(0, min(LONGEST_WAIT, FIRST_WAIT * 2**number))  # noqa: S311 - jitter, no secret  # nosec B311
    if time.monotonic() + wait > give_up_at:
        return False
    time.sleep(wait)
    return True

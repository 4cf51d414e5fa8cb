"""Companies that buy, hand out and look, many at once; afterwards every accepted change is there exactly once."""

import json
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count
from threading import local
from typing import Any

from infra.local.stack import Stack
from infra.operator.recount import differences_of
from shared.clock import real_now
from shared.ids import new_id
from shared.mail.kept import mails
from shared.store import dynamodb, keys
from shared.store.activity import events_since
from shared.store.contracts import contracts_of
from shared.store.users import all_users
from tests.support.connection import Connection
from tests.support.crowd import SKU, Firm, open_firm
from tests.support.http import Answer
from tests.support.offered import Due
from tests.support.sample import signature_body

PATIENCE_S, LONGEST_WAIT_S = 60, 2.0
TRIES = 10
SEAT = {"sku": SKU, "role": "engineer"}
# What may be tried again with the same key: nothing tells whether it was done.
UNTOLD = (0, 429, 502, 503, 504)


@dataclass(frozen=True)
class Outcome:
    """What a purchase, an assignment or a read ended in: the firm, the last status, and what is now to be there.

    `resent` counts the calls that had to be sent again.
    """

    firm: Firm
    status: int
    subject: str
    resent: int


@dataclass
class Market:
    """`people` are in each firm, so many may get a seat."""

    stack: Stack
    firms: list[Firm]
    _seats: Iterator[int] = field(default_factory=count)
    _kept: local = field(default_factory=local)

    def do(self, due: Due) -> Outcome:
        firm = self.firms[due.number % len(self.firms)]
        if due.kind == "purchase":
            return self._buy(firm, new_id())
        if due.kind == "assignment":
            return self._assign(new_id())
        answer, again = self.send(firm, "GET", "/v1/licenses")
        return Outcome(firm, answer.status, "", again)

    def _assign(self, key: str) -> Outcome:
        """A seat to somebody who never had one."""
        person, number = divmod(next(self._seats), len(self.firms))
        firm = self.firms[number]
        user_id = firm.people[person]
        answer, again = self.send(firm, "PUT", f"/v1/users/{user_id}/licenses/jobs", SEAT, key=key)
        return Outcome(firm, answer.status, user_id, again)

    def _buy(self, firm: Firm, key: str) -> Outcome:
        """One license: a quote, and the signed order of it."""
        wanted = {"sku": SKU, "quantity": 1}
        quoted, again = self.send(firm, "POST", "/v1/licenses/quotes", wanted, key=f"{key}-quote")
        if quoted.status != 201:
            return Outcome(firm, quoted.status, "", again)
        quote = quoted.json
        order = {"quote_id": quote["quote_id"], "signature": signature_body(quote["document_sha256"])}
        answer, more = self.send(firm, "POST", "/v1/licenses/orders", order, key=key)
        return Outcome(firm, answer.status, answer.json.get("order_id", ""), again + more)

    def send(
        self, firm: Firm, method: str, path: str, body: Any = None, *, key: str | None = None
    ) -> tuple[Answer, int]:
        """The answer, and how often the call was sent again with the same key."""
        headers = {"Authorization": f"Bearer {firm.owner.token}", "Content-Type": "application/json"}
        if key is not None:
            headers["Idempotency-Key"] = key
        content = json.dumps(body).encode() if body is not None else None
        answer, tries = Answer(0, {}, b"{}"), 0
        while tries < TRIES and answer.status in UNTOLD:
            tries += 1
            time.sleep(min(LONGEST_WAIT_S, float(answer.headers.get("retry-after", 0))))
            with suppress(ConnectionError):
                answer = self._connection().call(method, path, headers=headers, body=content)
        return answer, tries - 1

    def _connection(self) -> Connection:
        """That of this thread."""
        if not hasattr(self._kept, "connection"):
            self._kept.connection = Connection(self.stack.api_url, timeout=PATIENCE_S)
        kept: Connection = self._kept.connection
        return kept


def open_market(stack: Stack, *, firms: int, people: int) -> Market:
    """Companies with licenses for so many people each, who hold none yet."""
    return Market(stack, [open_firm(stack, people=people) for _ in range(firms)])


def unsettled(market: Market) -> int:
    """Contracts that wait for their seal, and orders whose mail is still to come."""
    missing = 0
    for firm in market.firms:
        contracts = contracts_of(firm.account_id)
        told = sum(mail.kind == "order_signed" for mail in mails(firm.account_id))
        missing += sum(contract.seal is None for contract in contracts) + max(0, len(contracts) - told)
    return missing


def faults(market: Market, outcomes: Iterable[Outcome]) -> list[str]:
    """What was accepted and is not there, or not once; what is there and was not accepted; what the recount finds."""
    by_firm: dict[str, list[Outcome]] = {firm.account_id: [] for firm in market.firms}
    for outcome in outcomes:
        by_firm[outcome.firm.account_id].append(outcome)
    return [fault for firm in market.firms for fault in _faults(firm, by_firm[firm.account_id])]


def _faults(firm: Firm, outcomes: Sequence[Outcome]) -> list[str]:
    bought = {firm.order_id, *(each.subject for each in outcomes if each.status == 201)}
    seated = {each.subject for each in outcomes if each.status == 200 and each.subject}
    now, account_id = real_now(), firm.account_id
    told = Counter(
        (event.event_type, event.subject.split("/")[1])
        for event in events_since(account_id, now - timedelta(days=1), now + timedelta(days=1))
    )
    sent = Counter(mail.event_id for mail in mails(account_id) if mail.kind == "order_signed")
    pk, prefix = keys.order(account_id, "")[1:]
    orders = {item["order_id"] for item in dynamodb.query_all("Licenses", pk, prefix=prefix)}
    opening = orders - bought
    seats = {user.user_id for user in all_users(account_id) if "jobs" in user.seats} - {firm.owner_id}
    pool = dynamodb.get(keys.pool(account_id, SKU)) or {}
    checks = {
        "orders there": (orders, bought | opening), "one opening order": (len(opening), 1),
        "seats there": (seats, seated), "owned": (pool["owned"], len(firm.people) + len(bought) - 1),
        "orders told once each": (_counts(told, "order.signed"), dict.fromkeys(bought, 1)),
        "seats told once each": (_counts(told, "seat.assigned"), dict.fromkeys(seated, 1)),
        "contracts": (sorted(each.order_id for each in contracts_of(account_id)), sorted(bought)),
        "mails of orders": (sorted(sent.values()), [1] * len(bought)),
        "recount": (list(differences_of(account_id)), []),
    }  # fmt: skip
    return [f"{account_id} {what}: {found} != {wanted}" for what, (found, wanted) in checks.items() if found != wanted]


def _counts(told: Counter[tuple[str, str]], event_type: str) -> dict[str, int]:
    return {subject: number for (kind, subject), number in told.items() if kind == event_type}

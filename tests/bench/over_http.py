"""Calls through the gateway of the local stack, against a bare function that makes the same requests to the tables."""

import json
from collections.abc import Callable, Iterator
from typing import Any

from infra.local.stack import Stack
from shared.ids import new_id
from tests.bench.bare import deploy_bare
from tests.bench.measure import Row, interleaved
from tests.bench.same_requests import event_in, requests_of
from tests.bench.stage import staged
from tests.support import api
from tests.support.connection import Connection
from tests.support.crowd import SKU, open_firm
from tests.support.people import Person

ROUNDS = 100
Send = Callable[..., None]
Sides = tuple[Callable[[], None], Callable[[], None]]
SEAT = {"sku": SKU, "role": "engineer"}


def rows() -> Iterator[Row]:
    """A read and a write, the medians of calls made in turn over one connection."""
    with staged() as stack:
        # One person shows the requests, and the first round of each side does not count.
        firm = open_firm(stack, people=2 * ROUNDS + 3)
        owner, people = firm.owner, firm.people
        send = sender(stack, owner)
        yield _row("GET licenses", *_reads(stack, owner, send))
        yield _row("PUT seat", *_writes(stack, owner, send, people))


def _row(what: str, ours: Callable[[], None], bare: Callable[[], None]) -> Row:
    value, floor = interleaved(ours, bare, rounds=ROUNDS)
    return Row(f"{what}, local stack, p50 / bare function with the same requests", value, floor, "ms", 1.35)


def sender(stack: Stack, owner: Person) -> Send:
    """Calls of an owner that must succeed."""
    connection = Connection(stack.api_url, timeout=30)
    headers = {"Authorization": f"Bearer {owner.token}", "Content-Type": "application/json"}

    def send(method: str, path: str, body: Any = None) -> None:
        content = json.dumps(body).encode() if body is not None else None
        answer = connection.call(method, path, headers=headers, body=content)
        assert answer.status == 200, answer.body

    return send


def _reads(stack: Stack, owner: Person, send: Send) -> Sides:
    requests = requests_of(lambda: api.call("GET", "/v1/licenses", sub=owner.sub))
    path = deploy_bare(stack, "read", method="GET", like="Overview", requests=requests).format(one="-", other="-")
    return lambda: send("GET", "/v1/licenses"), lambda: send("GET", path)


def _writes(stack: Stack, owner: Person, send: Send, people: list[str]) -> Sides:
    first, waiting = people[0], iter(people[1:])
    requests = requests_of(lambda: api.call("PUT", f"/v1/users/{first}/licenses/jobs", SEAT, sub=owner.sub))
    requests = requests.replace(first, "{one}").replace(event_in(requests), "{other}")
    path = deploy_bare(stack, "write", method="PUT", like="Assign", requests=requests)
    return (
        lambda: send("PUT", f"/v1/users/{next(waiting)}/licenses/jobs", SEAT),
        lambda: send("PUT", path.format(one=next(waiting), other=new_id()), SEAT),
    )

"""Seats given by eight threads at once out of one pool of a thousand, against the same requests bare."""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from statistics import median

from infra.operator.recount import differences_of
from shared.account.change import Call
from shared.account.seat_moves import Wanted
from shared.account.seats import assign
from shared.auth import OWNERS, identify, require_role
from shared.clock import real_now
from shared.ids import new_id
from shared.store import dynamodb, keys
from shared.store.activity import events_since
from tests.bench.measure import Row
from tests.bench.same_requests import event_in, requests_of, send
from tests.bench.stage import staged
from tests.support.crowd import SKU, Firm, open_firm

THREADS, POOL, ROUNDS = 8, 1000, 9
ROUND = (POOL - 1) // ROUNDS
DAY = timedelta(days=1)
WANTED = Wanted(SKU, "engineer")


def rows() -> Iterator[Row]:
    """Requests and rules without the gateway: our code in this process, the tables on the local stack."""
    with staged() as stack:
        # The first person of each shows which requests it takes.
        ours, twin = open_firm(stack, people=POOL), open_firm(stack, people=POOL)
        bare = _bare(ours, twin)
        rates = [
            (_rate(lambda user: give(ours, user), at, ours), _rate(bare, at, twin))
            for at in range(1, POOL, ROUND)
        ]  # fmt: skip
        for firm in (ours, twin):
            assert_exact(firm, seats=POOL if firm is ours else POOL - 1)
    value, floor = (median(each) for each in zip(*rates, strict=True))
    told = f"seats a second, {THREADS} threads, one pool of {POOL:,} / the same requests bare"
    yield Row(told, value, floor, "a second", 0.9, at_least=True)


def give(firm: Firm, user_id: str) -> None:
    """Look the caller up and assign, as the handler does."""
    claims = {"sub": firm.owner.sub, "token_use": "access"}
    caller = identify({"requestContext": {"authorizer": {"jwt": {"claims": claims}}}})
    require_role(caller, OWNERS)
    assign(Call(caller, "PUT", f"/v1/users/{user_id}/licenses/jobs", ""), user_id, "jobs", WANTED)


def _bare(ours: Firm, twin: Firm) -> Callable[[str], None]:
    """The requests of one assignment, for a person of the twin."""
    first = ours.people[0]
    requests, client = requests_of(lambda: give(ours, first)), dynamodb.client()
    event = event_in(requests)
    for mine, theirs in (
        (ours.account_id, twin.account_id),
        (ours.owner.sub, twin.owner.sub),
        (ours.owner_id, twin.owner_id),
    ):
        requests = requests.replace(mine, theirs)
    return lambda user_id: send(client, requests.replace(first, user_id).replace(event, new_id()))


def _rate(do: Callable[[str], None], first: int, firm: Firm) -> float:
    begun = time.perf_counter()
    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(do, firm.people[first : first + ROUND]))
    return ROUND / (time.perf_counter() - begun)


def assert_exact(firm: Firm, *, seats: int) -> None:
    """Every seat is counted and told once."""
    assert list(differences_of(firm.account_id)) == []
    now = real_now()
    pool = dynamodb.get(keys.pool(firm.account_id, SKU)) or {}
    told = [each for each in events_since(firm.account_id, now - DAY, now + DAY) if each.event_type == "seat.assigned"]
    assert (pool["assigned"], len(told)) == (seats, seats)

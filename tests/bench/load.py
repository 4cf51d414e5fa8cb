"""Purchases, assignments and reads offered for a minute at the rate that this machine bears, beside a bare function.

The full rate is offered first, then half of it and so on, until what waits no longer grows. All that was accepted on
the way, also while far too much was offered, must be there exactly once in the end.
"""

from collections.abc import Iterator, Sequence
from statistics import median

from infra.local.stack import Stack
from tests.bench.bare import deploy_bare
from tests.bench.measure import Row
from tests.bench.stage import staged
from tests.support.eventually import eventually
from tests.support.offered import Served, offer, percentiles, timetable
from tests.support.trade import Market, Outcome, faults, open_market, unsettled

OFFERED = {"purchase": 30.0, "assignment": 60.0, "read": 200.0}
CALLS = {"purchase": "quote and signed order", "assignment": "PUT seat", "read": "GET licenses"}
HALVINGS = range(10)
WARM_S, TRIED_S, OFFERED_S, BARE_S, SETTLES_WITHIN_S = 4, 6, 60, 15, 600
TOO_LATE_S, KEEPS_UP_S = 2.0, 0.25
FIRMS, PEOPLE = 8, 600

Offer = list[Served[Outcome]]


class NothingBorne(Exception):
    """Not even the lowest rate was kept up with."""


def rows() -> Iterator[Row]:
    """What was borne of what was offered, each kind's time from when it was due, and what became of the changes."""
    with staged() as stack:
        market = open_market(stack, firms=FIRMS, people=PEOPLE)
        outcomes: list[Outcome] = []
        rates, borne = _borne(market, outcomes)
        yield Row(
            "purchases, assignments and reads borne / of 30, 60 and 200 offered", sum(rates.values()),
            sum(OFFERED.values()), "a second",
        )  # fmt: skip
        floor = percentiles([each.answered_after for each in _bare(stack, market, rates)])
        for kind, calls in CALLS.items():
            ours = percentiles([each.answered_after for each in borne if each.due.kind == kind])
            for name, value, bare in zip(("p50", "p99"), ours, floor, strict=True):
                yield Row(f"{calls} at that rate for {OFFERED_S} s, {name} / a bare function", value, bare, "ms")
        yield _counted(market, outcomes)


def _borne(market: Market, outcomes: list[Outcome]) -> tuple[dict[str, float], Offer]:
    """The highest rate of those tried at which nothing piles up for a whole minute, and what was served at it."""
    warm = offer(timetable({"purchase": 1, "assignment": 2, "read": 4}, WARM_S), market.do)
    outcomes += [each.outcome for each in warm]
    for halved in HALVINGS:
        rates = {kind: rate / 2**halved for kind, rate in OFFERED.items()}
        for seconds in (TRIED_S, OFFERED_S):
            eventually(lambda: not unsettled(market), within=SETTLES_WITHIN_S, every=0.5)
            dues = timetable(rates, seconds)
            served = offer(dues, market.do, give_up_late=TOO_LATE_S)
            outcomes += [each.outcome for each in served]
            if len(served) < len(dues) or not _kept_up(served):
                break
        else:
            return rates, served
    raise NothingBorne


def _kept_up(served: Offer) -> bool:
    """Whether the last of them did not wait."""
    ended = sorted(served, key=lambda each: each.due.at)[-len(served) // 3 :]
    return median(each.begun_after for each in ended) < KEEPS_UP_S


def _bare(stack: Stack, market: Market, rates: dict[str, float]) -> list[Served[int]]:
    """As many calls a second, each of a function that only logs and answers."""
    path = deploy_bare(stack, "log", method="GET", like="Overview").format(one="-", other="-")
    firm, a_second = market.firms[0], sum(rates.values()) + rates["purchase"]
    eventually(lambda: not unsettled(market), within=SETTLES_WITHIN_S, every=0.5)
    for seconds in (WARM_S, BARE_S):
        dues = timetable({"bare": a_second}, seconds)
        served = offer(dues, lambda due: market.send(firm, "GET", path)[0].status)
    assert {each.outcome for each in served} == {200}
    return served


def _counted(market: Market, outcomes: Sequence[Outcome]) -> Row:
    eventually(lambda: not unsettled(market), within=SETTLES_WITHIN_S, every=0.5)
    found = faults(market, outcomes)
    assert not found, found
    accepted = sum(bool(each.subject) and each.status in (200, 201) for each in outcomes)
    resent = sum(each.resent for each in outcomes)
    told = f"changes there exactly once ({resent} calls sent again on the way) / accepted"
    return Row(told, accepted, accepted, "changes", 1.0, at_least=True)

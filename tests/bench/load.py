"""Purchases, assignments and reads offered for a minute at the rate that this machine bears, beside a bare function.

The full rate is offered first, then half of it and so on, until what waits no longer grows. All that was accepted on
the way, also while far too much was offered, must be there exactly once in the end.
"""

from collections.abc import Callable, Iterator, Sequence
from statistics import median

from infra.local.stack import Stack
from tests.bench.bare import deploy_bare
from tests.bench.measure import Row
from tests.bench.stage import staged
from tests.support.eventually import eventually
from tests.support.offered import Due, Served, offer, percentiles, timetable
from tests.support.trade import Market, Outcome, faults, open_market, unsettled

OFFERED = {"purchase": 30.0, "assignment": 60.0, "read": 200.0}
CALLS = {"purchase": "quote and signed order", "assignment": "PUT seat", "read": "GET licenses"}
BARE = "bare"
HALVINGS = range(10)
WARM_S, TRIED_S, OFFERED_S, SETTLES_WITHIN_S = 4, 6, 60, 600
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
        rates, borne = _borne(market, _beside(stack, market), outcomes)
        yield Row(
            "purchases, assignments and reads borne / of 30, 60 and 200 offered", sum(rates.values()),
            sum(OFFERED.values()), "a second",
        )  # fmt: skip
        floor = _times(borne, BARE)
        for kind, calls in CALLS.items():
            ours = _times(borne, kind)
            for name, value, bare in zip(("p50", "p99"), ours, floor, strict=True):
                yield Row(f"{calls} at that rate for {OFFERED_S} s, {name} / a bare function", value, bare, "ms")
        yield _counted(market, outcomes)


def _beside(stack: Stack, market: Market) -> Callable[[Due], Outcome]:
    """What the market does, and calls of a function that only logs and answers."""
    path, firm = deploy_bare(stack, BARE, method="GET", like="Overview").format(one="-", other="-"), market.firms[0]

    def do(due: Due) -> Outcome:
        if due.kind != BARE:
            return market.do(due)
        answer, again = market.send(firm, "GET", path)
        return Outcome(firm, answer.status, "", again)

    return do


def _times(served: Offer, kind: str) -> tuple[float, float]:
    return percentiles([each.answered_after for each in served if each.due.kind == kind])


def _borne(market: Market, do: Callable[[Due], Outcome], outcomes: list[Outcome]) -> tuple[dict[str, float], Offer]:
    """The highest rate of those tried at which nothing piles up for a whole minute, and what was served at it."""
    warm = offer(timetable({"purchase": 1, "assignment": 2, "read": 4, BARE: 4}, WARM_S), do)
    outcomes += [each.outcome for each in warm]
    for halved in HALVINGS:
        rates = {kind: rate / 2**halved for kind, rate in OFFERED.items()}
        for seconds in (TRIED_S, OFFERED_S):
            eventually(lambda: not unsettled(market), within=SETTLES_WITHIN_S, every=0.5)
            dues = timetable(rates | {BARE: rates["assignment"]}, seconds)
            served = offer(dues, do, give_up_late=TOO_LATE_S)
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


def _counted(market: Market, outcomes: Sequence[Outcome]) -> Row:
    eventually(lambda: not unsettled(market), within=SETTLES_WITHIN_S, every=0.5)
    found = faults(market, outcomes)
    assert not found, found
    accepted = sum(bool(each.subject) and each.status in (200, 201) for each in outcomes)
    resent = sum(each.resent for each in outcomes)
    told = f"changes there exactly once ({resent} calls sent again on the way) / accepted"
    return Row(told, accepted, accepted, "changes", 1.0, at_least=True)

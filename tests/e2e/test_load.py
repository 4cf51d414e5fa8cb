"""Ten seconds of purchases, assignments and reads at a timetable: nothing lost, nothing doubled."""

import pytest

from infra.local.stack import Stack
from tests.support.eventually import eventually
from tests.support.offered import offer, timetable
from tests.support.trade import faults, open_market, unsettled

# A thirtieth of 30, 60 and 200 a second, which two cores bear with everything on them.
RATES, SECONDS = {"purchase": 1.0, "assignment": 2.0, "read": 7.0}, 10


@pytest.mark.slow
def test_every_change_accepted_under_load_is_there_once(stack: Stack) -> None:
    market = open_market(stack, firms=3, people=12)
    served = offer(timetable(RATES, SECONDS), market.do)
    assert {each.outcome.status for each in served} <= {200, 201}
    assert len(served) == sum(rate * SECONDS for rate in RATES.values())
    eventually(lambda: not unsettled(market), within=60, every=0.5)
    assert faults(market, (each.outcome for each in served)) == []

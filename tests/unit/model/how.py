"""How a step is made: for which company, by whom, and what goes wrong on the way."""

from typing import NamedTuple

from hypothesis import strategies as st

from tests.unit.model.world import Trouble
from tests.unit.proof.faults import FAULTS


class How(NamedTuple):
    """Which company, who calls (None: an owner), and what goes wrong."""

    at: int
    by: int | None
    trouble: Trouble | None


troubles = st.sampled_from([None] * 200 + [(number, fault) for number in range(1, 7) for fault in FAULTS])
hows = st.builds(How, st.sampled_from((0, 0, 1)), st.sampled_from([None] * 50 + list(range(7))), troubles)
which = st.integers(0, 9)

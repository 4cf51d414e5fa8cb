"""Any history of two companies, whatever goes wrong on the way, is one that the plain model foretells.

Drawing and sealing of documents are left out: they take long, and are shown elsewhere.
"""

import os
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import get_state_machine_test

from tests.unit.model.again_steps import Again
from tests.unit.model.beginning import begin_in_the_middle
from tests.unit.model.buying_steps import Buying
from tests.unit.model.following_steps import Following
from tests.unit.model.history import History
from tests.unit.model.operator_steps import Operating
from tests.unit.model.people_steps import Seating
from tests.unit.model.usage_steps import Reporting
from tests.unit.model.world import World

IS_WHOLE = os.environ.get("PROOF") == "1"
PARTS, HISTORIES, STEPS = (20, 500, 50) if IS_WHOLE else (1, 300, 30)
SEED = 20270131
LIVED = settings(
    max_examples=HISTORIES, stateful_step_count=STEPS, deadline=None, database=None, report_multiple_bugs=False,
    phases=[Phase.generate, Phase.shrink], suppress_health_check=list(HealthCheck),
)  # fmt: skip


class Everything(Buying, Seating, Operating, Reporting, Following, Again):
    """All that can be done."""


@pytest.mark.parametrize("part", range(PARTS))
def test_every_history_is_as_the_model_foretells(
    world: World, part: int, record_property: Callable[[str, object], None]
) -> None:
    History.world = world
    begin_in_the_middle()
    world.counted.clear()
    histories = get_state_machine_test(Everything, settings=LIVED)
    seed(SEED + part)(histories)
    histories()
    counted = world.counted
    record_property("histories of the model", (counted["histories"], HISTORIES))
    record_property("steps of the model", (counted["steps"], HISTORIES * STEPS))
    record_property("faults drawn for the model", (counted["struck"], counted["faults"]))
    assert counted["histories"] >= HISTORIES

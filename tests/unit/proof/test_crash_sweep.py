"""Whatever goes wrong at whichever call to AWS, the call repeated ends as if nothing had."""

import os
import random
from collections.abc import Callable

import pytest

from tests.support.memory_aws import MemoryAws
from tests.unit.proof.api_scenarios import API, Preparing
from tests.unit.proof.sweep import Sweep
from tests.unit.proof.worker_scenarios import WORKERS

IS_WHOLE = os.environ.get("PROOF") == "1"
SEED = 20270305


@pytest.mark.parametrize("preparing", [*API, *WORKERS], ids=lambda preparing: preparing.__name__)
def test_a_call_disturbed_anywhere_and_repeated_ends_as_if_undisturbed(
    memory: MemoryAws, preparing: Preparing, record_property: Callable[[str, object], None]
) -> None:
    sweep = Sweep(memory, preparing)
    chosen = None if IS_WHOLE else random.Random(f"{SEED} {sweep.name}")
    covered: set[int] = set()
    wrong: list[str] = []
    for disturbance in sweep.faults(chosen):
        found = sweep.wrong_with(disturbance)
        covered |= {disturbance.number} if disturbance.has_struck else set()
        wrong += [f"{sweep.expected.calls[disturbance.number - 1]} {disturbance.fault}: {each}" for each in found]
    seen = len(sweep.expected.calls)
    record_property("calls to AWS disturbed", (len(covered), seen))
    assert wrong == []
    assert len(covered) == seen

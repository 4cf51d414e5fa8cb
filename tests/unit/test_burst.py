"""Fifty seats asked for in the same instant: all are given, none is told to come back, nobody waits long."""

import pytest

from shared.account import change
from tests.bench.conflicts import burst

LONGEST_SECONDS = 2.5


@pytest.mark.parametrize("seed", [1, 5])
def test_fifty_seats_at_once_are_all_given(seed: int) -> None:
    run = burst(seed)
    assert run.conflicts > 100
    assert (run.busy, max(run.seconds) < LONGEST_SECONDS) == (0, True)


def test_with_fewer_tries_somebody_is_told_to_come_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(change, "ATTEMPTS", 8)
    assert burst(1).busy

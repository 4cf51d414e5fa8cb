"""Two sides of a measure, run in turn so that a machine that drifts drifts for both; medians."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median

COUNTED = ("requests", "US cents", "people", "changes", "charges")
"""Units of what is exact on every machine."""


@dataclass(frozen=True)
class Row:
    """One line of the table. `value` and `floor` are of one unit; a target of None is only told.

    The target is the most that the ratio may be, or with `at_least` the least.
    """

    measure: str
    value: float
    floor: float
    unit: str
    target: float | None = None
    at_least: bool = False

    @property
    def ratio(self) -> float:
        return self.value / self.floor if self.floor else 0.0

    @property
    def passes(self) -> bool:
        # Timed rows may miss their target by what a shared machine wavers.
        slack = 1.0 if self.unit in COUNTED else 1.15
        if self.target is None:
            return True
        if not self.floor:
            return False  # nothing was measured to compare with
        return self.ratio >= self.target / slack if self.at_least else self.ratio <= self.target * slack

    def told(self) -> str:
        target = "-" if self.target is None else f"{'>=' if self.at_least else '<='} {self.target:g}"
        verdict = "" if self.target is None else ("pass" if self.passes else "FAIL")
        return (
            f"{self.measure:<72} {self.value:>11.2f} {self.floor:>11.2f} {self.unit:<9} "
            f"{self.ratio:>6.2f} {target:>8} {verdict}"
        )


def interleaved(ours: Callable[[], object], floor: Callable[[], object], *, rounds: int = 7) -> tuple[float, float]:
    """Median milliseconds of both sides, after a round that does not count."""
    ours()
    floor()
    times: tuple[list[float], list[float]] = ([], [])
    for _ in range(rounds):
        for side, do in enumerate((ours, floor)):
            begun = time.perf_counter()
            do()
            times[side].append((time.perf_counter() - begun) * 1000)
    return median(times[0]), median(times[1])

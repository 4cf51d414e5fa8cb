"""Fractions of months that another billing engine publishes, derived again from our calendar.

Its rule: F is the first aligned date on or after the start; billed through the end if the target is on or after it,
else to F if the target is before F, else to the first aligned date after the target, capped by the end. Whole aligned
months count 1; a leading or trailing part counts its days over the days of the month that holds it.
"""

import json
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from shared.domain.calendar import billing_date_after, month_holding

CASES: list[dict[str, Any]] = json.loads(
    (Path(__file__).parents[1] / "data/published_proration_monthly.json").read_text()
)
# Theirs divides by the days of a month counted from the clipped date; ours by the whole aligned month.
DIFFERS = {"testSinglePlan_ChangeBCDTo31#2": Fraction(1) + Fraction(14, 28)}


class RefusedDates(Exception):
    """The dates are out of order."""


def billed_fraction(start: date, end: date | None, target: date, billing_day: int) -> Fraction:
    """Months billed from the start, in advance, as at the target."""
    if target < start or (end is not None and end < start):
        raise RefusedDates
    first = start if month_holding(start, billing_day).starts_on == start else billing_date_after(start, billing_day)
    if end is not None and target >= end:
        through = end
    else:
        through = first if target < first else billing_date_after(target, billing_day)
        through = min(through, end) if end is not None else through
    return covered(start, through, billing_day)


def covered(start: date, through: date, billing_day: int) -> Fraction:
    """The aligned months of a period, each part over its whole month."""
    total, day = Fraction(0), start
    while day < through:
        month = month_holding(day, billing_day)
        stop = min(month.ends_before, through)
        total += Fraction((stop - day).days, month.days)
        day = stop
    return total


def named(case: dict[str, Any]) -> str:
    return str(case["test"]).split(".")[-1]


@pytest.mark.parametrize("case", [each for each in CASES if each["expected"] is not None], ids=named)
def test_a_published_fraction_comes_out(case: dict[str, Any]) -> None:
    end = date.fromisoformat(case["end"]) if case.get("end") else None
    found = billed_fraction(
        date.fromisoformat(case["start"]), end, date.fromisoformat(case["target"]), case["billing_day"]
    )
    ours = DIFFERS.get(named(case))
    if ours is not None:
        assert found == ours
    else:
        assert abs(found - Fraction(str(case["expected"]))) <= Fraction(2, 10**9)


@pytest.mark.parametrize("case", [each for each in CASES if each["expected"] is None], ids=named)
def test_dates_out_of_order_are_refused(case: dict[str, Any]) -> None:
    """By the published rule as it is written above alone: the calendar itself takes one day at a time."""
    end = date.fromisoformat(case["end"]) if case.get("end") else None
    with pytest.raises(RefusedDates):
        billed_fraction(date.fromisoformat(case["start"]), end, date.fromisoformat(case["target"]), case["billing_day"])


def test_the_table_is_whole() -> None:
    assert len([each for each in CASES if each["expected"] is not None]) == 107
    assert len([each for each in CASES if each["expected"] is None]) == 5

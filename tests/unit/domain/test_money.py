"""Money: exact, rounded once, half away from zero."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.money import in_major_units, prorated, round_half_up, tax_on

WORKED_OUT = [
    (4999, 5, 14, 28, 12498),  # 12497.5
    (4997, 5, 14, 28, 12493),  # 12492.5
    (2600, 2, 11, 31, 1845),
    (4500, 2, 16, 31, 4645),
    (4500, 2, 15, 31, 4355),
    (4800, 1, 16, 31, 2477),
    (2999, 12, 20, 30, 23992),
    (1000, 2, 28, 31, 1806),
    (1000, 3, 2, 30, 200),
    (1000, 3, 1, 29, 103),
]


@pytest.mark.parametrize(("unit", "quantity", "days", "of", "expected"), WORKED_OUT)
def test_part_months_as_worked_out_by_hand(unit: int, quantity: int, days: int, of: int, expected: int) -> None:
    assert prorated(unit, quantity, days, of) == expected


def test_tax_is_rounded_once_on_the_sum() -> None:
    assert (tax_on(999, 2000), tax_on(12498, 2000)) == (200, 2500)


def test_a_credit_takes_back_the_tax_to_the_penny() -> None:
    assert (tax_on(5, 1000), tax_on(-5, 1000)) == (1, -1)


@given(st.fractions(max_denominator=10_000))
def test_rounding_is_never_off_by_more_than_a_half_and_halves_go_away_from_zero(value: Fraction) -> None:
    rounded = round_half_up(value)
    assert abs(rounded - value) <= Fraction(1, 2)
    if abs(rounded - value) == Fraction(1, 2):
        assert abs(rounded) > abs(value)


@given(st.fractions(max_denominator=10_000))
def test_rounding_mirrors_at_zero(value: Fraction) -> None:
    assert round_half_up(-value) == -round_half_up(value)


@given(
    unit=st.integers(1, 10**8), quantity=st.integers(1, 10**4), month=st.integers(28, 31), data=st.data()
)  # fmt: skip
def test_the_parts_of_a_month_are_never_more_than_a_rounding_away_from_it(
    unit: int, quantity: int, month: int, data: st.DataObject
) -> None:
    days = data.draw(st.integers(0, month))
    parts = prorated(unit, quantity, days, month) + prorated(unit, quantity, month - days, month)
    assert abs(parts - unit * quantity) <= 1
    assert prorated(unit, quantity, days, month) <= unit * quantity


@pytest.mark.parametrize(
    ("amount", "currency", "text"),
    [(1234, "GBP", "12.34"), (5, "GBP", "0.05"), (-5, "GBP", "-0.05"), (1234, "JPY", "1234"), (1234, "KWD", "1.234")],
)
def test_sums_are_shown_with_the_digits_of_their_currency(amount: int, currency: str, text: str) -> None:
    assert in_major_units(amount, currency) == text

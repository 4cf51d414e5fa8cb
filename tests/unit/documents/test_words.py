from datetime import date

import pytest

from shared.documents import words
from shared.domain.catalog import PLANS, ROLES, SKUS

SUMS = [
    (0, "GBP", "GBP 0.00"),
    (5, "GBP", "GBP 0.05"),
    (-5, "GBP", "GBP -0.05"),
    (4999, "GBP", "GBP 49.99"),
    (123_456_789, "EUR", "EUR 1,234,567.89"),
    (-123_456, "GBP", "GBP -1,234.56"),
    (1234, "JPY", "JPY 1,234"),
    (0, "JPY", "JPY 0"),
    (1, "KWD", "KWD 0.001"),
    (1_234_567, "BHD", "BHD 1,234.567"),
    (9_007_199_254_740_993, "USD", "USD 90,071,992,547,409.93"),
]


@pytest.mark.parametrize(("minor_units", "currency", "shown"), SUMS)
def test_sums_are_shown_to_the_last_minor_unit(minor_units: int, currency: str, shown: str) -> None:
    assert words.money(minor_units, currency) == shown


@pytest.mark.parametrize(
    ("basis_points", "shown"), [(0, "0 %"), (5, "0.05 %"), (750, "7.5 %"), (2000, "20 %"), (2125, "21.25 %")]
)
def test_rates_are_exact(basis_points: int, shown: str) -> None:
    assert words.rate(basis_points) == shown


def test_dates_and_ordinals_read_as_people_say_them() -> None:
    assert words.day(date(2027, 2, 3)) == "3 February 2027"
    ordinals = [words.ordinal(number) for number in (1, 2, 3, 4, 11, 12, 13, 21, 22, 23, 30, 31)]
    assert " ".join(ordinals) == "1st 2nd 3rd 4th 11th 12th 13th 21st 22nd 23rd 30th 31st"


def test_everything_that_is_sold_has_words() -> None:
    assert set(words.PLAN_NAMES) == set(PLANS)
    assert set(words.ROLE_NAMES) == {role for roles in ROLES.values() for role in roles}
    for name in SKUS:
        assert words.sku_name(name) and words.sku_short_name(name) and words.access(name)
        assert words.storage("go_paperless", name)


def test_a_license_is_described_whole() -> None:
    named = "Sales support license, monthly rolling: no commitment, billed monthly in advance"
    assert words.sku_name("sales-support-rolling") == named
    assert words.access("sales-support-rolling") == "attached files, customers, diary, opportunities"
    assert words.storage("add_on", "sales-person-rolling") == "none"
    assert words.storage("advanced", "sales-person-rolling") == "100 GB per license, pooled across the account"

"""Prices are loaded ahead of time, so that nobody's price changes under their hands."""

from dataclasses import replace
from datetime import timedelta

import pytest

from shared.account.price_loading import NewPrice, load_prices
from shared.clock import real_now
from shared.errors import Invalid
from tests.support.memory_tables import MemoryTables


def dearer(days_ahead: int) -> NewPrice:
    return NewPrice("startup", "jobs-rolling", "GBP", 2700, real_now().date() + timedelta(days=days_ahead))


def test_a_price_counts_two_days_ahead_at_the_soonest(tables: MemoryTables) -> None:
    load_prices([dearer(-100)])  # a first price may be as old as it likes
    for days_ahead in (-1, 0, 1):
        with pytest.raises(Invalid):
            load_prices([dearer(days_ahead)])
    assert [loaded.version for loaded in load_prices([dearer(2)])] == [2]


def test_a_price_that_comes_too_soon_is_named_by_its_row(tables: MemoryTables) -> None:
    load_prices([dearer(-100)])
    with pytest.raises(Invalid) as refused:
        load_prices([replace(dearer(2), currency="EUR"), dearer(2), dearer(1)])
    assert [each["field"] for each in refused.value.extra["errors"]] == ["[2].effective_from"]
    assert [loaded.version for loaded in load_prices([dearer(2)])] == [2]  # nothing was written

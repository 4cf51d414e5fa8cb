"""What is due is done before anything may change, be the jobs late or on their way."""

from datetime import UTC, datetime

import pytest

from shared.account.clock import move_clock
from shared.account.seat_moves import Wanted
from shared.account.seats import assign
from shared.errors import Impossible
from tests.support.history import World
from tests.support.memory_tables import MemoryTables


def test_a_term_has_ended_from_its_last_midnight_on(tables: MemoryTables) -> None:
    world, sku = World(datetime(2027, 3, 5, 9, tzinfo=UTC)), "sales-person-contracted"
    world.until(datetime(2027, 3, 20, 9, tzinfo=UTC))
    world.buy(sku, 1)
    world.lower(sku, 0)
    world.until(datetime(2028, 3, 10, 9, tzinfo=UTC))  # the month is charged; the term alone is due
    move_clock(world.account_id, datetime(2028, 3, 20, tzinfo=UTC), idle=True)
    with pytest.raises(Impossible, match="no_license_available"):
        assign(world._call(), world.users[0], "sales", Wanted(sku, "sales_manager"))

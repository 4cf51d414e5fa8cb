"""A change of plan taken back before it counts: the plan that counts now goes on."""

from datetime import UTC, date, datetime

import pytest

from shared.account.plan_change import change_plan
from shared.account.price_loading import NewPrice, load_prices
from shared.errors import Impossible
from tests.support.history import World
from tests.support.memory_tables import MemoryTables
from tests.support.sample import PRICES

NOW = datetime(2027, 3, 5, 9, tzinfo=UTC)
PAST, LATER = date(2020, 1, 1), date(2027, 3, 20)


def test_it_is_taken_back_though_a_license_had_no_price_when_the_plan_began(tables: MemoryTables) -> None:
    rows = [NewPrice(plan, "jobs-contracted", "GBP", 2000, PAST) for plan in ("go_paperless", "automation", "startup")]
    rows += [NewPrice("go_paperless", "jobs-rolling", "GBP", PRICES["jobs-rolling"], LATER)]
    rows += [NewPrice("automation", "jobs-rolling", "GBP", PRICES["jobs-rolling"], PAST)]
    load_prices(rows)
    world = World(NOW, plans={"jobs": "go_paperless"})
    world.until(datetime(2027, 3, 21, 9, tzinfo=UTC))
    world.buy("jobs-rolling", 2)
    change_plan(world.account_id, "jobs", "automation")
    assert change_plan(world.account_id, "jobs", "go_paperless")["from_on"] == date(2027, 3, 5)
    with pytest.raises(Impossible, match="no_price"):
        change_plan(world.account_id, "jobs", "startup")

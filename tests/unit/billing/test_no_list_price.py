"""Licenses that renew on a plan whose list has no price for them keep the one they had, and the operator is told."""

from datetime import UTC, date, datetime

import pytest

from shared.account.plan_change import change_plan
from shared.account.price_loading import NewPrice, load_prices
from tests.support.history import World
from tests.support.memory_tables import MemoryTables
from tests.support.sample import PRICES

OPENED = datetime(2027, 3, 5, 9, tzinfo=UTC)
ALARM = '"NoListPrice": [1.0]'


def test_the_last_price_is_charged_with_one_alarm(tables: MemoryTables, capsys: pytest.CaptureFixture[str]) -> None:
    first = date(2020, 1, 1)
    load_prices([NewPrice("go_paperless", sku, "GBP", PRICES[sku], first) for sku in PRICES if "jobs" in sku])
    load_prices([NewPrice("startup", "jobs-rolling", "GBP", 2600, first)])
    world = World(OPENED, plans={"jobs": "go_paperless"})
    change_plan(world.account_id, "jobs", "automation")
    capsys.readouterr()
    world.until(datetime(2028, 4, 6, tzinfo=UTC))
    logged = capsys.readouterr()
    assert (logged.out + logged.err).count(ALARM) == 1
    renewed = [line[8] for line in world.ledger() if str(line[3]) in ("2028-03-05", "2028-04-05")]
    assert renewed == [2000, 2000]
    (term,) = world.told("term.renewed")
    assert [each["at_list_price"] for each in term["licenses"]] == [False]

"""Storage levels: told once per upward crossing, whether use grows or the allowance shrinks."""

from datetime import UTC, datetime, timedelta

from shared.account.plan_change import change_plan
from shared.domain.catalog import GIGABYTE
from shared.domain.storage import level_of
from tests.support.history import World
from tests.support.memory_tables import MemoryTables

NOW = datetime(2027, 3, 5, 9, tzinfo=UTC)


def crossings(world: World) -> list[tuple[str, int]]:
    return [(each["product"], each["level"]) for each in world.told("storage.crossed")]


def test_each_level_is_told_once_on_the_way_up_and_armed_again_below(tables: MemoryTables) -> None:
    world = World(NOW)  # one license on go_paperless: 10 GB
    for number, size in enumerate((7, 8, 9, 10, 12, 7, 8)):
        world.measure("jobs", size * GIGABYTE, f"m{number}", NOW + timedelta(minutes=number))
    assert crossings(world) == [("jobs", 80), ("jobs", 100), ("jobs", 80)]


def test_a_measurement_older_than_what_is_known_changes_nothing(tables: MemoryTables) -> None:
    world = World(NOW)
    world.measure("jobs", 5 * GIGABYTE, "new", NOW)
    world.measure("jobs", 11 * GIGABYTE, "old", NOW - timedelta(hours=1))
    assert crossings(world) == []


def test_an_allowance_that_shrinks_crosses_too_and_growth_arms_again(tables: MemoryTables) -> None:
    world = World(NOW)
    world.buy("jobs-rolling", 2)
    world.measure("jobs", 9 * GIGABYTE, "m", NOW)
    world.delete("jobs-rolling", 2)
    assert crossings(world) == [("jobs", 80)]
    world.buy("jobs-rolling", 1)
    world.delete("jobs-rolling", 1)
    assert crossings(world) == [("jobs", 80), ("jobs", 80)]


def test_a_renewal_that_drops_licenses_crosses(tables: MemoryTables) -> None:
    world = World(NOW, quantity=3)
    world.measure("jobs", 11 * GIGABYTE, "m", NOW)
    world.lower("jobs-contracted", 1)
    world.until(datetime(2028, 3, 5, tzinfo=UTC))
    assert crossings(world) == [("jobs", 80), ("jobs", 100)]


def test_the_newest_plan_sets_the_allowance_at_once(tables: MemoryTables) -> None:
    world = World(NOW)
    world.measure("jobs", 7 * GIGABYTE, "m", NOW)
    change_plan(world.account_id, "jobs", "startup")
    assert crossings(world) == [("jobs", 80), ("jobs", 100)]
    change_plan(world.account_id, "jobs", "automation")
    change_plan(world.account_id, "jobs", "startup")
    assert len(crossings(world)) == 4


def test_the_first_byte_crosses_an_allowance_of_nothing() -> None:
    assert (level_of(0, 0), level_of(1, 0), level_of(80, 100), level_of(79, 100)) == (0, 100, 80, 0)

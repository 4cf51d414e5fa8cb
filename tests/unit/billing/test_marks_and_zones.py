"""Days that were marked while another time zone counted: each is charged once, when it is over, and none stays open."""

from datetime import UTC, date, datetime, timedelta

import pytest

from shared import jobs
from shared.account.company import change_company
from shared.clock import real_now
from shared.store.accounts import read_account
from shared.store.due import DAY
from shared.store.dynamodb import query_due
from shared.store.keys import SHARDS, shard_name
from shared.store.usage import all_open_days
from tests.support.history import World
from tests.support.memory_tables import MemoryTables
from tests.support.sample import load_sample_prices

HOUR, ONE_DAY = timedelta(hours=1), timedelta(days=1)
FAR = datetime(2200, 1, 1, tzinfo=UTC)


def booked_around(world: World, middle: date) -> list[date]:
    """Days before, on and after a date, each booked for the holder of a daily license."""
    world.buy("jobs-daily", 1)
    world.seat(0, "jobs-daily")
    days = [middle + ONE_DAY * number for number in range(-2, 3)]
    for day in days:
        world.book("booked", 0, f"e-{day}", real_now(), f"D-{day}", str(day))
    return days


def hour_by_hour(world: World, days: list[date]) -> dict[date, datetime]:
    """When the hourly job charged each day."""
    charged: dict[date, datetime] = {}
    at = datetime(days[0].year, days[0].month, days[0].day, tzinfo=UTC)
    for hour in range(24 * (len(days) + 2)):
        now = at + hour * HOUR
        jobs.run_job("charge-daily", now)
        for charge_id in world.charge_ids():
            if ".day." in charge_id:
                charged.setdefault(date.fromisoformat(charge_id[:10]), now)
    return charged


@pytest.mark.parametrize("zone", ["Asia/Tokyo", "Pacific/Honolulu", "Pacific/Kiritimati", "Etc/GMT+12"])
def test_a_day_marked_before_the_zone_changed_is_charged_once(
    tables: MemoryTables, monkeypatch: pytest.MonkeyPatch, zone: str
) -> None:
    monkeypatch.setenv("STAGE", "local")
    load_sample_prices()
    world = World(None, time_zone="Etc/UTC")
    answer = change_company(world._call(), {"time_zone": zone})
    from_on = date.fromisoformat(str(answer.body["time_zone_from_on"]))
    change_company(world._call(), {"time_zone": "Etc/UTC"})
    days = booked_around(world, from_on)
    change_company(world._call(), {"time_zone": zone})
    charged = hour_by_hour(world, days)
    zones = read_account(world.account_id).zones
    assert sorted(charged) == days
    assert sum(".day." in charge_id for charge_id in world.charge_ids()) == len(days)
    assert [day for day in days if charged[day] < zones.end_of(day)] == []
    # A mark keeps the instant at which its day would have ended; the job finds it then at the latest.
    assert [day for day in days if charged[day] - zones.end_of(day) > ONE_DAY + 2 * HOUR] == []
    assert list(all_open_days(world.account_id, date.max)) == []
    assert [key for shard in range(SHARDS) for key in query_due("Billing", shard_name(DAY, shard), FAR)] == []


def test_a_change_of_zone_that_is_withdrawn_is_told_without_a_date(tables: MemoryTables) -> None:
    world = World(datetime(2027, 3, 5, 9, tzinfo=UTC))
    for zone in ("Asia/Tokyo", "Europe/London"):
        world.zone(zone)
    told = [(each["time_zone"], each.get("time_zone_from_on")) for each in world.told("company.changed")]
    assert told == [("Asia/Tokyo", "2027-04-05"), ("Europe/London", None)]

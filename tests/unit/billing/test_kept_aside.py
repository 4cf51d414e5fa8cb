"""Usage that was refused: listed with its reason, taken at the operator's word where the rules leave room."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from shared.account.kept_aside import keep_aside, kept_aside_list, kept_aside_replay
from shared.account.usage import Outcome, take
from shared.account.usage_shapes import Report
from shared.errors import Unknown
from shared.store.attributes import instant_text
from tests.support.history import World
from tests.support.memory_tables import MemoryTables

NOW = datetime(2027, 6, 5, 9, tzinfo=UTC)


def log_in(world: World, event_id: str, occurred_at: datetime, **other: Any) -> Report:
    detail = {"event_id": event_id, "account_id": world.account_id, "user_id": world.owner_id, "device": "desktop"}
    return Report("user.logged_in", detail | {"occurred_at": instant_text(occurred_at)} | other)


def receive(report: Report) -> Outcome:
    outcome = take(report)
    if not outcome.is_taken:
        keep_aside(report, outcome.reason, list(outcome.fields))
    return outcome


def test_what_is_too_old_counts_when_the_operator_says_so(tables: MemoryTables) -> None:
    world = World(NOW, sku="jobs-daily")
    assert receive(log_in(world, "e1", NOW - timedelta(days=90))).name == "recorded"
    assert receive(log_in(world, "e2", NOW - timedelta(days=90, seconds=1))).reason == "too_old"
    assert kept_aside_replay("e2")["items"][0]["outcome"] == "recorded"
    assert kept_aside_list() == []


def test_an_event_is_one_for_ever_whoever_replays_it(tables: MemoryTables) -> None:
    world = World(NOW)
    first = log_in(world, "e1", NOW)
    assert [receive(first).name, receive(first).name] == ["recorded", "repeated"]
    for _ in range(2):
        assert receive(log_in(world, "e1", NOW, device="mobile")).reason == "other_content"
    assert kept_aside_replay("e1")["items"][0]["outcome"] == "refused"
    assert [(each["event_id"], each["reason"]) for each in kept_aside_list()] == [("e1", "other_content")]


def test_a_repeat_is_nothing_new_even_when_it_has_grown_old(tables: MemoryTables) -> None:
    world = World(NOW)
    report = log_in(world, "e1", NOW)
    receive(report)
    world.until(NOW + timedelta(days=100))
    assert receive(report).name == "repeated"


@pytest.mark.parametrize(
    ("fields", "named"),
    [
        ({"device": "watch"}, ["device"]),
        ({"user_id": 7}, ["user_id"]),
        ({"occurred_at": "yesterday"}, ["occurred_at"]),
        ({"occurred_at": "2027-06-05T09:00:00"}, ["occurred_at"]),
        ({"event_id": ""}, ["event_id"]),
        ({"account_id": None}, ["account_id"]),
        ({"event_id": "\ud800"}, ["detail"]),
    ],
)
def test_a_bad_shape_names_its_fields(tables: MemoryTables, fields: dict[str, Any], named: list[str]) -> None:
    report = log_in(World(NOW), "e1", NOW)
    assert receive(Report(report.detail_type, {**report.detail, **fields})).reason == "bad_shape"
    assert kept_aside_list()[0]["fields"] == named


def test_what_the_product_adds_one_day_is_passed_over(tables: MemoryTables) -> None:
    assert receive(log_in(World(NOW), "e1", NOW, browser="any")).name == "recorded"


def test_a_refused_event_is_counted_once(tables: MemoryTables, capsys: pytest.CaptureFixture[str]) -> None:
    report = log_in(World(NOW), "e1", NOW, user_id="01NOBODY")
    receive(report)
    receive(report)
    assert capsys.readouterr().err.count('"KeptAside": [1.0]') == 1


def test_what_is_not_kept_cannot_be_replayed(tables: MemoryTables) -> None:
    with pytest.raises(Unknown):
        kept_aside_replay("nothing")

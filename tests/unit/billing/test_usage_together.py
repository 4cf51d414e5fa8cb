"""Events of one batch: read and recorded together, and none holds the others."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from botocore.exceptions import ClientError

from shared.account import again
from shared.account.kept_aside import kept_aside_list
from shared.store import dynamodb, keys
from shared.store.attributes import instant_text
from shared.store.transaction import Transaction
from tests.support.bus import bring
from tests.support.history import World
from tests.support.memory_tables import MemoryTables

OPENED = datetime(2027, 3, 5, 9, tzinfo=UTC)
RECORDER = "functions.billing.record_usage"
THREE = ["batch_get_item", "batch_get_item", "transact_write_items"]


@pytest.fixture
def world(tables: MemoryTables, monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.setattr(again, "FIRST_WAIT", 0)
    return World(OPENED, sku="jobs-daily", quantity=4)


def body(kind: str, world: World, event_id: str, person: int, **detail: Any) -> str:
    known = {
        "event_id": event_id, "account_id": world.account_id, "user_id": world.users[person],
        "occurred_at": instant_text(OPENED),
    }  # fmt: skip
    return json.dumps({"source": "product", "detail-type": kind, "detail": known | detail})


def log_in(world: World, event_id: str, person: int, **detail: Any) -> str:
    return body("user.logged_in", world, event_id, person, **({"device": "desktop"} | detail))


def booked(world: World, event_id: str, person: int, day: int, **detail: Any) -> str:
    more = {"diary_event_id": f"D-{event_id}", "diary_on": f"2027-03-{day:02}"} | detail
    return body("diary_event.booked", world, event_id, person, **more)


def standing(world: World) -> list[tuple[str, int, list[str]]]:
    """Each user-day with the ids of what stands on it."""
    items = dynamodb.query_all("Billing", keys.day(world.account_id, OPENED.date(), "").pk)
    return [(str(item["day"]), world.users.index(item["user_id"]), sorted(item["triggers"])) for item in items]


def requests(tables: MemoryTables, bodies: list[str]) -> list[str]:
    begun = len(tables.calls)
    assert bring(RECORDER, bodies) == []
    return tables.calls[begun:]


def test_ten_events_take_three_requests(world: World, tables: MemoryTables) -> None:
    bodies = [booked(world, f"b{number}", number % 3, 6 + number) for number in range(7)]
    bodies += [log_in(world, f"l{number}", number) for number in range(3)]
    assert requests(tables, bodies) == THREE
    assert len(standing(world)) == 10


def test_a_single_event_takes_three_too(world: World, tables: MemoryTables) -> None:
    assert requests(tables, [booked(world, "b1", 0, 6)]) == THREE


def test_events_that_meet_on_a_day_or_in_a_booking_all_count(world: World) -> None:
    moved = body("diary_event.moved", world, "m1", 1, diary_event_id="D-b1", diary_on="2027-03-07")
    bodies = [booked(world, "b1", 0, 5), log_in(world, "l1", 0), moved, log_in(world, "l2", 0), log_in(world, "l2", 0)]
    assert bring(RECORDER, bodies) == []
    assert [day for day in standing(world) if day[2]] == [("2027-03-05", 0, ["l1", "l2"]), ("2027-03-07", 1, ["m1"])]


def test_what_is_refused_holds_nobody(world: World) -> None:
    bodies = [
        log_in(world, "good", 0), log_in(world, "old", 1, occurred_at=instant_text(OPENED - timedelta(days=91))),
        log_in(world, "good", 2), log_in(world, "fine", 2), body("user.logged_out", world, "odd", 0), "no envelope",
    ]  # fmt: skip
    assert bring(RECORDER, bodies) == ["m5"]
    assert sorted(standing(world)) == [("2027-03-05", 0, ["good"]), ("2027-03-05", 2, ["fine"])]
    assert {(kept["event_id"], kept["reason"]) for kept in kept_aside_list()} == {
        ("old", "too_old"), ("good", "other_content"), ("odd", "unknown_type"),
    }  # fmt: skip


def test_what_others_write_meanwhile_is_read_again(world: World, tables: MemoryTables) -> None:
    def meanwhile(_: int) -> None:
        if tables.calls[-2:] == ["batch_get_item", "batch_get_item"]:
            tables.between = lambda _: None
            assert bring(RECORDER, [log_in(world, "quicker", 0)]) == []

    tables.between = meanwhile
    assert bring(RECORDER, [log_in(world, "l1", 0), booked(world, "b1", 1, 6)]) == []
    assert [ids for *_, ids in standing(world)] == [["l1", "quicker"], ["b1"]]


def test_an_event_that_cannot_be_written_holds_nobody(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    commit, poison = Transaction.commit, keys.usage_event(world.account_id, "poison")

    def refusing(self: Transaction) -> None:
        if poison in self:
            raise ClientError({"Error": {"Code": "ValidationException", "Message": "too large"}}, "TransactWriteItems")
        commit(self)

    monkeypatch.setattr(Transaction, "commit", refusing)
    assert bring(RECORDER, [log_in(world, "l0", 0), log_in(world, "poison", 1), log_in(world, "l2", 2)]) == ["m1"]
    assert sorted(ids for *_, ids in standing(world)) == [["l0"], ["l2"]]


def test_a_day_is_marked_once_until_it_was_looked_at(world: World, tables: MemoryTables) -> None:
    def marks() -> list[str]:
        return [str(item["user_id"]) for item in dynamodb.query_all("Billing", open_pk)]

    open_pk, marked = keys.open_day(world.account_id, OPENED.date(), "").pk, [world.users[0]]
    assert bring(RECORDER, [log_in(world, "l1", 0)]) == []
    written: list[int] = []
    commit = Transaction.commit
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(Transaction, "commit", lambda self: (written.append(len(self)), commit(self)))
        assert bring(RECORDER, [log_in(world, "l2", 0)]) == []
    assert (written, marks()) == ([2], marked)
    world.until(OPENED + timedelta(days=2))
    assert marks() == []
    assert bring(RECORDER, [log_in(world, "l3", 0)]) == []
    assert marks() == marked
    world.until(OPENED + timedelta(days=3))
    assert marks() == []


@pytest.mark.parametrize("depth", [900, *range(940, 960), 20_000])
def test_an_event_that_nests_too_deep_holds_nobody(world: World, depth: int) -> None:
    deep = log_in(world, "deep", 0, x="HERE").replace('"HERE"', "[" * depth + "]" * depth)
    assert bring(RECORDER, [deep, log_in(world, "good", 1)]) in ([], ["m0"])
    assert [ids for *_, ids in standing(world)] == [["good"]]

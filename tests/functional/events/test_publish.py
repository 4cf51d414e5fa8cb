"""From the stream to the bus."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import pytest
from botocore.exceptions import ClientError, EndpointConnectionError

from shared import aws
from shared.domain.activity import JOB, Event
from shared.events.envelope import LARGEST, entry_of, event_in, size_of
from shared.ids import new_id
from shared.store.attributes import to_attributes
from shared.store.records import to_item
from tests.support.rights import invoke

AT = datetime(2027, 3, 5, 9, tzinfo=UTC)


class Bus:
    """Takes what it is not told to refuse, and keeps it."""

    def __init__(self) -> None:
        self.calls: list[list[dict[str, Any]]] = []
        self.refuses: set[str] = set()
        self.raises: Exception | None = None

    def put_events(self, *, Entries: list[dict[str, Any]]) -> dict[str, Any]:  # noqa: N803 - as AWS spells it
        if self.raises and self.calls:
            raise self.raises
        self.calls.append(Entries)
        refused = [json.loads(entry["Detail"])["event_id"] in self.refuses for entry in Entries]
        answers = [{"ErrorCode": "InternalFailure"} if no else {"EventId": "e"} for no in refused]
        return {"FailedEntryCount": sum(refused), "Entries": answers}

    @property
    def taken(self) -> list[str]:
        return [json.loads(entry["Detail"])["event_id"] for call in self.calls for entry in call]


@pytest.fixture
def the_bus(monkeypatch: pytest.MonkeyPatch) -> Bus:
    stand_in = Bus()
    monkeypatch.setattr(aws, "client", lambda service: {"events": stand_in}[service])
    return stand_in


def an_event(**after: Any) -> Event:
    return Event(new_id(), "01A", AT, JOB, "order.expired", "order/01O", {"status": "pending_signature"}, after)


def batch(events: Sequence[Event], *others: dict[str, Any]) -> dict[str, Any]:
    def record(number: int, item: dict[str, Any], name: str = "INSERT") -> dict[str, Any]:
        image = {"NewImage": to_attributes(item)} if item else {}
        return {"eventName": name, "dynamodb": {"SequenceNumber": str(number), **image}}

    activity = [record(number, to_item(event)) for number, event in enumerate(events)]
    return {"Records": [record(100, {"pk": "A#1"}), record(101, {}, "REMOVE"), *activity]}


def failures(answer: dict[str, Any]) -> list[str]:
    return [failure["itemIdentifier"] for failure in answer["batchItemFailures"]]


def test_what_the_bus_gets_is_the_documented_envelope(the_bus: Bus) -> None:
    event = an_event(quantity=3)
    assert failures(invoke("functions.events.publish", batch([event]))) == []
    ((entry,),) = the_bus.calls
    assert (entry["Source"], entry["DetailType"], entry["EventBusName"]) == ("seatkeeper", "order.expired", "events")
    detail = json.loads(entry["Detail"])
    assert detail == {
        "event_id": event.event_id, "account_id": "01A", "at": "2027-03-05T09:00:00.000000Z",
        "actor": {"kind": "job", "user_id": None}, "type": "order.expired", "subject": "order/01O",
        "before": {"status": "pending_signature"}, "after": {"quantity": 3},
    }  # fmt: skip
    assert event_in({"detail": detail}) == event


def test_ten_to_a_call_in_their_order(the_bus: Bus) -> None:
    events = [an_event() for _ in range(23)]
    invoke("functions.events.publish", batch(events))
    assert [len(call) for call in the_bus.calls] == [10, 10, 3]
    assert the_bus.taken == [event.event_id for event in events]


def test_a_call_stays_below_its_size(the_bus: Bus) -> None:
    invoke("functions.events.publish", batch([an_event(text="ä" * 40_000) for _ in range(7)]))
    assert [len(call) for call in the_bus.calls] == [3, 3, 1]
    assert all(sum(size_of(entry) for entry in call) <= LARGEST for call in the_bus.calls)


def test_an_event_too_large_for_the_bus_holds_nothing_up(the_bus: Bus) -> None:
    assert size_of(entry_of(an_event(text="x" * LARGEST))) < 1000
    invoke("functions.events.publish", batch([an_event(text="x" * LARGEST), an_event()]))
    assert len(the_bus.taken) == 2


def test_a_refused_entry_in_a_call_that_succeeds_is_where_the_stream_starts_again(the_bus: Bus) -> None:
    events = [an_event() for _ in range(25)]
    the_bus.refuses = {events[13].event_id, events[15].event_id}
    assert failures(invoke("functions.events.publish", batch(events))) == ["13"]
    assert len(the_bus.calls) == 2


@pytest.mark.parametrize(
    "error",
    [
        ClientError({"Error": {"Code": "ThrottlingException", "Message": ""}}, "PutEvents"),
        EndpointConnectionError(endpoint_url="https://events"),
    ],
)
def test_a_bus_that_cannot_be_reached_keeps_the_rest_waiting(the_bus: Bus, error: Exception) -> None:
    the_bus.raises = error
    assert failures(invoke("functions.events.publish", batch([an_event() for _ in range(12)]))) == ["10"]


def test_the_log_names_no_value_of_an_event(the_bus: Bus, caplog: pytest.LogCaptureFixture) -> None:
    event = an_event(name="canary")
    the_bus.refuses = {event.event_id}
    invoke("functions.events.publish", batch([event]))
    logged = [record.__dict__ for record in caplog.records]
    assert [line["msg"] for line in logged] == ["not_published"]
    assert "canary" not in str(logged)


def test_the_real_bus_takes_it() -> None:
    assert failures(invoke("functions.events.publish", batch([an_event()]))) == []
    assert aws.client("events").describe_event_bus(Name="events")

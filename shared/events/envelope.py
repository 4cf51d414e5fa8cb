"""The envelope that activity travels in on the bus; `docs/events.md` is its public description."""

import json
from collections.abc import Mapping
from typing import Any

from shared.config import setting
from shared.domain.activity import Event
from shared.store.attributes import instant_text
from shared.store.records import from_item, to_item

SOURCE = "seatkeeper"
LARGEST = 256 * 1024
"""Bytes of one PutEvents call, all its entries together."""


def entry_of(event: Event) -> dict[str, Any]:
    """An event as an entry of PutEvents."""
    entry = _entry(event, detail_of(event))
    if size_of(entry) > LARGEST:
        # Nothing of ours is that large. Should it ever be, the rest must not wait behind it; the log holds it whole.
        entry = _entry(event, detail_of(event) | {"before": {}, "after": {}, "shortened": True})
    return entry


def detail_of(event: Event) -> dict[str, Any]:
    """The `detail` of an event, in plain JSON values."""
    fields = to_item(event)
    fields["type"] = fields.pop("event_type")
    return fields | {"at": instant_text(event.at)}


def event_in(envelope: Mapping[str, Any]) -> Event:
    """The event that came out of the bus. Raises KeyError or NotARecord for what is none of ours."""
    detail = envelope["detail"]
    return from_item(Event, {**detail, "event_type": detail["type"]})


def size_of(entry: Mapping[str, str]) -> int:
    """Bytes that an entry counts for."""
    return sum(len(entry[name].encode()) for name in ("Source", "DetailType", "Detail"))


def _entry(event: Event, detail: Mapping[str, Any]) -> dict[str, Any]:
    text = json.dumps(detail, ensure_ascii=False, separators=(",", ":"), default=str)
    return {"Source": SOURCE, "DetailType": event.event_type, "Detail": text, "EventBusName": setting("EVENT_BUS")}

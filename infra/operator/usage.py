"""Usage that the product reports: put onto the bus by hand, or what was kept aside."""

import json
from pathlib import Path
from typing import Any

from infra.operator.files import ProductEvent, read_file
from shared import aws
from shared.config import setting
from shared.errors import Invalid

AT_ONCE = 10


def put_from_file(path: Path) -> dict[str, Any]:
    """Put one event or a list of them onto the bus, as the product does."""
    read: ProductEvent | list[ProductEvent] = read_file(path, ProductEvent | list[ProductEvent])
    events = read if isinstance(read, list) else [read]
    for first in range(0, len(events), AT_ONCE):
        _put(events[first : first + AT_ONCE])
    return {"put": len(events)}


def list_aside() -> dict[str, Any]:
    """Usage that was kept aside, with the reason."""
    from shared.account.kept_aside import kept_aside_list

    return {"items": kept_aside_list()}


def replay_aside(event_id: str) -> dict[str, Any]:
    """Take one kept aside in again."""
    from shared.account.kept_aside import kept_aside_replay

    return dict(kept_aside_replay(event_id))


def _put(events: list[ProductEvent]) -> None:
    entries = [
        {"Source": "product", "DetailType": event.detail_type, "Detail": json.dumps(event.detail),
         "EventBusName": setting("EVENT_BUS")}
        for event in events
    ]  # fmt: skip
    answer = aws.client("events").put_events(Entries=entries)
    if answer["FailedEntryCount"]:
        raise Invalid({"events": f"{answer['FailedEntryCount']} were not taken by the bus; put them again"})

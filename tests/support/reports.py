"""What the product reports, as messages of the queue, with ids as long as the product's own."""

import json
from datetime import datetime
from typing import Any

from shared.ids import new_id
from shared.store.attributes import instant_text
from tests.support.bus import bring

RECORDER = "functions.billing.record_usage"


def booked(account_id: str, user_id: str, occurred_at: datetime, *, on: str) -> str:
    """A diary event booked for somebody on a day."""
    return _report("diary_event.booked", account_id, user_id, occurred_at, diary_event_id=new_id(), diary_on=on)


def logged_in(account_id: str, user_id: str, occurred_at: datetime) -> str:
    """A log-in on a desktop."""
    return _report("user.logged_in", account_id, user_id, occurred_at, device="desktop")


def record(*bodies: str) -> None:
    """Bring messages to the recorder, as one batch."""
    assert bring(RECORDER, bodies) == []


def _report(detail_type: str, account_id: str, user_id: str, occurred_at: datetime, **detail: Any) -> str:
    known = {"event_id": new_id(), "account_id": account_id, "user_id": user_id}
    known["occurred_at"] = instant_text(occurred_at)
    return json.dumps({"source": "product", "detail-type": detail_type, "detail": known | detail})

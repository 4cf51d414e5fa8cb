"""What the bus would bring a consumer: the activity of an account as messages of a queue."""

import json
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from shared.clock import now_of
from shared.domain.activity import Event
from shared.events.envelope import detail_of
from shared.store.accounts import read_account
from shared.store.activity import events_since
from tests.support.rights import invoke

AHEAD = timedelta(days=31)
"""How far beyond an account's own time a job may have been run for it."""


def activity_of(account_id: str, *types: str) -> list[Event]:
    """The events of an account, oldest first, of some types if any are named."""
    account = read_account(account_id)
    events = events_since(account_id, account.opened_at, now_of(account) + AHEAD)
    return [event for event in events if not types or event.event_type in types]


def message(event: Event) -> str:
    """An event as the body of a message."""
    return json.dumps({"source": "seatkeeper", "detail-type": event.event_type, "detail": detail_of(event)})


def bring(module: str, bodies: Iterable[str], *, receives: int = 1) -> list[str]:
    """Call a queue's handler with messages; returns the ids (`m0`, `m1`, ...) of those that failed."""
    records = [_record(number, body, receives) for number, body in enumerate(bodies)]
    answer = invoke(module, {"Records": records})
    return [failure["itemIdentifier"] for failure in answer["batchItemFailures"]]


def _record(number: int, body: str, receives: int) -> dict[str, Any]:
    return {
        "messageId": f"m{number}", "receiptHandle": "r", "body": body, "messageAttributes": {}, "md5OfBody": "",
        "attributes": {"ApproximateReceiveCount": str(receives)}, "eventSource": "aws:sqs", "awsRegion": "us-east-1",
        "eventSourceARN": "arn:aws:sqs:us-east-1:123456789012:queue",
    }  # fmt: skip

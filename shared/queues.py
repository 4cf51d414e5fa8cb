"""Sending to a queue: ten messages to a call at most, every single refusal heard."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from shared import aws

MOST_AT_ONCE = 10


class NotSent(Exception):
    """The queue did not take some messages of a call; those of the calls before are in it, the rest may not be."""


def send_all(queue_url: str, messages: Sequence[Mapping[str, Any]]) -> None:
    """Send messages as JSON. Raises NotSent at the first call of which the queue refuses any."""
    for first in range(0, len(messages), MOST_AT_ONCE):
        _send(queue_url, messages[first : first + MOST_AT_ONCE])


def _send(queue_url: str, messages: Sequence[Mapping[str, Any]]) -> None:
    entries = [{"Id": str(number), "MessageBody": json.dumps(message)} for number, message in enumerate(messages)]
    answer = aws.client("sqs").send_message_batch(QueueUrl=queue_url, Entries=entries)
    if answer.get("Failed"):
        raise NotSent(f"{len(answer['Failed'])} of {len(entries)}")

"""Requests to DynamoDB, counted where they leave."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from shared.store import dynamodb


@contextmanager
def counted_requests() -> Iterator[list[str]]:
    """The operations sent to DynamoDB meanwhile, in order."""
    sent: list[str] = []

    def note(model: Any, **_: Any) -> None:
        sent.append(model.name)

    events = dynamodb.client().meta.events
    events.register("before-call.dynamodb", note)
    try:
        yield sent
    finally:
        events.unregister("before-call.dynamodb", note)

"""Requests to DynamoDB, counted or kept where they leave."""

import copy
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from botocore import xform_name

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


@contextmanager
def kept_requests() -> Iterator[list[tuple[str, dict[str, Any]]]]:
    """The requests sent to DynamoDB meanwhile, as client method and parameters, without their tokens."""
    sent: list[tuple[str, dict[str, Any]]] = []

    def note(params: dict[str, Any], model: Any, **_: Any) -> None:
        kept = {name: value for name, value in params.items() if name != "ClientRequestToken"}
        sent.append((xform_name(model.name), copy.deepcopy(kept)))

    events = dynamodb.client().meta.events
    events.register("before-parameter-build.dynamodb", note)
    try:
        yield sent
    finally:
        events.unregister("before-parameter-build.dynamodb", note)

"""Records of a table's stream that some consumer has not read are kept over a restart, with their positions."""

import copy
from typing import Any

from ministack.services import dynamodb, lambda_svc

PRIVATE_NAMES = (
    "ministack.services.dynamodb:get_state",
    "ministack.services.dynamodb:_restore_state",
    "ministack.services.dynamodb:_stream_records",
    "ministack.services.dynamodb:_stream_trimmed",
    "ministack.services.lambda_svc:_restore_state",
    "ministack.services.lambda_svc:_esms",
    "ministack.services.lambda_svc:_dynamodb_stream_positions",
)

Scope = tuple[str, str, str]


def apply() -> None:
    get_state, restore_state = dynamodb.get_state, dynamodb._restore_state
    restore_lambda = lambda_svc._restore_state

    def state_with_records() -> dict[str, Any]:
        records, trimmed = unread_records()
        return {**get_state(), "stream_records": records, "stream_trimmed": trimmed}

    def restore_with_records(data: dict[str, Any]) -> None:
        restore_state(data)
        dynamodb._stream_records.update(data.get("stream_records", {}))
        dynamodb._stream_trimmed.update(data.get("stream_trimmed", {}))

    def restore_with_positions(data: dict[str, Any]) -> None:
        restore_lambda(data)
        draw_back_positions()

    dynamodb.get_state, dynamodb._restore_state = state_with_records, restore_with_records
    lambda_svc._restore_state = restore_with_positions


def unread_records() -> tuple[Any, Any]:
    """Per table the records from the slowest consumer's position on, and how many lie before them."""
    records, trimmed = type(dynamodb._stream_records)(), type(dynamodb._stream_trimmed)()
    positions = consumer_positions()
    for scope, kept in list(dynamodb._stream_records._data.items()):
        before = dynamodb._stream_trimmed._data.get(scope, 0)
        first = min(positions.get(scope, {}).values(), default=before + len(kept))
        read = min(max(first - before, 0), len(kept))
        records._data[scope] = copy.deepcopy(kept[read:])
        trimmed._data[scope] = before + read
    return records, trimmed


def consumer_positions() -> dict[Scope, dict[Scope, int]]:
    """Per table (account, region, name): the position of each of its consumers."""
    positions: dict[Scope, dict[Scope, int]] = {}
    for consumer, position in list(lambda_svc._dynamodb_stream_positions._data.items()):
        mapping = lambda_svc._esms._data.get(consumer)
        if mapping is not None and mapping["EventSourceArn"].startswith("arn:aws:dynamodb:"):
            account, region, _ = consumer
            table = mapping["EventSourceArn"].split(":table/")[1].split("/")[0]
            positions.setdefault((account, region, table), {})[consumer] = position
    return positions


def draw_back_positions() -> None:
    """A consumer saved a moment after its table must not skip what the table will write next."""
    for scope, consumers in consumer_positions().items():
        end = dynamodb._stream_trimmed._data.get(scope, 0) + len(dynamodb._stream_records._data.get(scope, []))
        for consumer, position in consumers.items():
            lambda_svc._dynamodb_stream_positions._data[consumer] = min(position, end)

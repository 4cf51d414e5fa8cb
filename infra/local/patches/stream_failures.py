"""A table's stream to a function: part of a batch may fail, a batch is halved, and what never succeeds goes aside.

Replaces the poller of streams, since the one there counts a batch with failed items as done and retries for ever.
"""

import contextlib
import json
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ministack.core import responses
from ministack.core.arn import parse_arn
from ministack.services import dynamodb, lambda_svc

PRIVATE_NAMES = (
    "ministack.core.responses:_request_account_id",
    "ministack.core.responses:_request_region",
    "ministack.services.dynamodb:_tables",
    "ministack.services.dynamodb:stream_start_position",
    "ministack.services.dynamodb:stream_end_position",
    "ministack.services.dynamodb:stream_records_since",
    "ministack.services.lambda_svc:_poll_dynamodb_streams",
    "ministack.services.lambda_svc:_iter_all_esms",
    "ministack.services.lambda_svc:_apply_filter_criteria",
    "ministack.services.lambda_svc:_execute_function",
    "ministack.services.lambda_svc:_get_func_record_for_qualifier",
    "ministack.services.lambda_svc:_send_ddb_stream_failure_record",
    "ministack.services.lambda_svc:_dynamodb_stream_positions",
    "ministack.services.lambda_svc:_dynamodb_stream_positions_lock",
    "ministack.services.lambda_svc:_esm_backoff_until",
    "ministack.services.lambda_svc:_ESM_BACKOFF_SECONDS",
)
FOR_EVER = -1

Record = dict[str, Any]


@dataclass
class Trouble:
    """What a consumer has been through at one position; forgotten at a restart, as retries start anew there."""

    position: int
    batch_size: int
    attempts: int = 0


@dataclass(frozen=True)
class Consumer:
    """One mapping of a table's stream to a function."""

    mapping: dict[str, Any]
    table: str
    function: dict[str, Any]

    @property
    def id(self) -> str:
        return str(self.mapping["UUID"])


_troubles: dict[str, Trouble] = {}


def apply() -> None:
    lambda_svc._poll_dynamodb_streams = poll_streams


def poll_streams() -> bool:
    """Give each consumer its next batch; True if one got further."""
    moved = [advance(consumer) for consumer in consumers()]
    return any(moved)


def consumers() -> Iterator[Consumer]:
    for account, region, mapping in lambda_svc._iter_all_esms():
        with scope(account, region):
            consumer = consumer_of(mapping)
            if consumer is not None:
                yield consumer


@contextlib.contextmanager
def scope(account: str, region: str) -> Iterator[None]:
    account_token = responses._request_account_id.set(account)
    region_token = responses._request_region.set(region)
    try:
        yield
    finally:
        responses._request_account_id.reset(account_token)
        responses._request_region.reset(region_token)


def consumer_of(mapping: dict[str, Any]) -> Consumer | None:
    """None while there is nothing to poll: another source, disabled, cooling down, or its table or function is gone."""
    arn = parse_arn(mapping["EventSourceArn"])
    is_waiting = lambda_svc._esm_backoff_until.get(mapping["UUID"], 0) > time.time()
    if arn.service != "dynamodb" or not mapping.get("Enabled", True) or is_waiting:
        return None
    table = arn.resource.split("/")[1]
    function, _ = lambda_svc._get_func_record_for_qualifier(mapping["FunctionName"], mapping.get("Qualifier"))
    stream = (dynamodb._tables.get(table) or {}).get("LatestStreamArn")
    if function is None or stream != mapping["EventSourceArn"]:
        return None
    return Consumer(mapping=mapping, table=table, function=function)


def advance(consumer: Consumer) -> bool:
    position = position_of(consumer)
    trouble = _troubles.get(consumer.id)
    if trouble is None or trouble.position != position:
        trouble = Trouble(position=position, batch_size=int(consumer.mapping.get("BatchSize", 100)))
    batch = dynamodb.stream_records_since(consumer.table, position, trouble.batch_size)
    wanted = lambda_svc._apply_filter_criteria(batch, consumer.mapping)
    if not wanted:
        move_to(consumer, position + len(batch))
        return bool(batch)
    result = lambda_svc._execute_function(consumer.function, {"Records": wanted})
    failed = first_failed(consumer, wanted, result)
    if failed is None:
        move_to(consumer, position + len(batch))
        return True
    done = next(index for index, record in enumerate(batch) if sequence(record) == sequence(failed))
    if done:
        trouble = Trouble(position=position + done, batch_size=trouble.batch_size)
        move_to(consumer, trouble.position)
        batch = batch[done:]
    take_failure(consumer, batch, trouble=trouble, result=result)
    return bool(done)


def position_of(consumer: Consumer) -> int:
    """Where the consumer stands, not before what the stream still holds."""
    start = int(dynamodb.stream_start_position(consumer.table))
    from_start = consumer.mapping.get("StartingPosition") == "TRIM_HORIZON"
    with lambda_svc._dynamodb_stream_positions_lock:
        positions = lambda_svc._dynamodb_stream_positions
        if consumer.id not in positions:
            positions[consumer.id] = start if from_start else dynamodb.stream_end_position(consumer.table)
        return max(int(positions[consumer.id]), start)


def move_to(consumer: Consumer, position: int) -> None:
    with lambda_svc._dynamodb_stream_positions_lock:
        lambda_svc._dynamodb_stream_positions[consumer.id] = position


def sequence(record: Record) -> str:
    return str(record["dynamodb"]["SequenceNumber"])


def first_failed(consumer: Consumer, records: list[Record], result: dict[str, Any]) -> Record | None:
    """The record to go on from: the earliest one named, the first where all failed, None where none did."""
    if result.get("error"):
        return records[0]
    if "ReportBatchItemFailures" not in (consumer.mapping.get("FunctionResponseTypes") or []):
        return None
    answer = result.get("body") or {}
    answer = json.loads(answer) if isinstance(answer, str) else answer
    failures = {failure.get("itemIdentifier") for failure in answer.get("batchItemFailures") or []}
    if not failures:
        return None
    # An identifier that names no record of the batch fails the whole of it.
    return next((record for record in records if sequence(record) in failures), records[0])


def take_failure(consumer: Consumer, batch: list[Record], *, trouble: Trouble, result: dict[str, Any]) -> None:
    """Halve the batch, try it again, or put it aside; `batch` begins with the record that failed."""
    mapping = consumer.mapping
    _troubles[consumer.id] = trouble
    if too_old(mapping, batch[0]):
        put_aside(consumer, batch, result=result, condition="MaxRecordAgeExceeded")
    elif mapping.get("BisectBatchOnFunctionError") and len(batch) > 1:
        # Halving costs no attempt, as on AWS.
        trouble.batch_size = max(1, len(batch) // 2)
    elif trouble.attempts == int(mapping.get("MaximumRetryAttempts", FOR_EVER)):
        put_aside(consumer, batch, result=result, condition="RetryAttemptsExhausted")
    else:
        trouble.attempts += 1
        lambda_svc._esm_backoff_until[consumer.id] = time.time() + lambda_svc._ESM_BACKOFF_SECONDS


def too_old(mapping: dict[str, Any], record: Record) -> bool:
    oldest = int(mapping.get("MaximumRecordAgeInSeconds", FOR_EVER))
    return oldest > 0 and time.time() - float(record["dynamodb"]["ApproximateCreationDateTime"]) > oldest


def put_aside(consumer: Consumer, batch: list[Record], *, result: dict[str, Any], condition: str) -> None:
    lambda_svc._send_ddb_stream_failure_record(
        consumer.mapping, consumer.function, batch, consumer.mapping["EventSourceArn"], result, condition
    )
    move_to(consumer, position_of(consumer) + len(batch))

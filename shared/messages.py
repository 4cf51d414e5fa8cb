"""Messages of a queue: each worked off alone, the failed ones told to the queue, one log line for every one."""

from collections.abc import Callable
from typing import Any

from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType, process_partial_response
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord

from shared.logs import aws_code, logger, places_of

Handler = Callable[[dict[str, Any], Any], Any]


MOST_RECEIVES = 5
"""As every queue's `maxReceiveCount`: a message that fails so often goes to the dead letters."""


def queue_entry(work: Callable[[str], dict[str, Any]], *, at_last: Callable[[str], None] | None = None) -> Handler:
    """The Lambda handler of a queue. `work` takes a message's body and returns what to log of it: ids and counts.

    `at_last` is told of a message that failed for the last time.
    """
    # A batch that failed whole is told like any other: an error of the function would say nothing more.
    processor = BatchProcessor(event_type=EventType.SQS, raise_on_entire_batch_failure=False)

    def work_off(record: SQSRecord) -> None:
        try:
            told = work(record.body)
        except Exception as error:
            logger.error(
                "message_failed", message_id=record.message_id, receives=record.attributes.approximate_receive_count,
                error=type(error).__name__, aws_code=aws_code(error), where=places_of(error),
            )  # fmt: skip
            if at_last and int(record.attributes.approximate_receive_count) >= MOST_RECEIVES:
                at_last(record.body)
            raise
        logger.info("message_done", message_id=record.message_id, **told)

    def handler(event: dict[str, Any], context: Any) -> Any:
        return process_partial_response(event=event, record_handler=work_off, processor=processor, context=context)

    return handler

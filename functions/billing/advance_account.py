"""Queue of due accounts, as `shared.jobs` sends them: everything that is due for each, whichever job found it."""

from dataclasses import asdict
from typing import Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType, process_partial_response
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord

from shared.account.price_book import PriceBook
from shared.jobs import work_off

logger = Logger(service="seatkeeper")


def handler(event: dict[str, Any], context: Any) -> Any:
    """Advance each account alone; one that fails is tried again, and does not hold the others."""
    prices = PriceBook()

    def advance_one(record: SQSRecord) -> None:
        message = record.json_body
        done = work_off(message, prices)
        logger.info("account advanced", **message, **asdict(done))

    processor = BatchProcessor(event_type=EventType.SQS, raise_on_entire_batch_failure=False)
    answer = process_partial_response(event=event, record_handler=advance_one, processor=processor, context=context)
    for kind, error, _ in processor.exceptions:
        logger.error("account failed", error=getattr(kind, "__name__", ""), reason=str(error))
    return answer

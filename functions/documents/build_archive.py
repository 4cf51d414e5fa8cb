"""Off the archive queue: the Zip of all contracts of an account, built in bounded memory."""

from typing import Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType, process_partial_response

from shared.account.archives import build

logger = Logger(service="seatkeeper")
processor = BatchProcessor(event_type=EventType.SQS)


def work(record: Any) -> None:
    """Build one archive, unless it is there already."""
    order = record.json_body
    done = build(order["account_id"], order["archive_id"])
    logger.info("archive", account_id=order["account_id"], archive_id=order["archive_id"], built=done)


def handler(event: dict[str, Any], context: Any) -> Any:
    """One archive per message; a failed one alone comes again."""
    return process_partial_response(event=event, record_handler=work, processor=processor, context=context)

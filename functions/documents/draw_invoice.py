"""Off the invoice queue: an invoice was issued, so it is drawn as a PDF, once, and kept in the locked bucket."""

from typing import Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType, process_partial_response

from shared.account.invoice_drawing import draw_invoice

logger = Logger(service="seatkeeper")
processor = BatchProcessor(event_type=EventType.SQS)


def draw(record: Any) -> None:
    """Draw the invoice of one `invoice.issued` event."""
    detail = record.json_body["detail"]
    account_id, number = detail["account_id"], int(detail["after"]["number"])
    done = draw_invoice(account_id, number)
    logger.info("invoice drawn" if done else "invoice drawn before", account_id=account_id, number=number)


def handler(event: dict[str, Any], context: Any) -> Any:
    """One invoice per message; a failed one alone comes again."""
    return process_partial_response(event=event, record_handler=draw, processor=processor, context=context)

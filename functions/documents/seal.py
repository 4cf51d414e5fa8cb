"""Off the seal queue: an order was signed, so its contract is sealed and kept in the locked bucket."""

from typing import Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType, process_partial_response

from shared.account.sealing import seal_contract

logger = Logger(service="seatkeeper")
processor = BatchProcessor(event_type=EventType.SQS)


def seal(record: Any) -> None:
    """Seal the contract of one `order.signed` event."""
    detail = record.json_body["detail"]
    account_id, contract_id = detail["account_id"], detail["after"]["contract_id"]
    done = seal_contract(account_id, contract_id)
    logger.info("sealed" if done else "sealed before", account_id=account_id, contract_id=contract_id)


def handler(event: dict[str, Any], context: Any) -> Any:
    """One contract per message; a failed one alone comes again."""
    return process_partial_response(event=event, record_handler=seal, processor=processor, context=context)

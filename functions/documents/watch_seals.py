"""Every five minutes: contracts that have waited ten minutes for their seal are counted, and tried again."""

import json
from typing import Any

from aws_lambda_powertools import Logger

from shared import aws
from shared.alarms import count
from shared.clock import real_now
from shared.config import setting
from shared.store import dynamodb, keys
from shared.store.due import SEAL
from shared.store.keys import SHARDS

logger = Logger(service="seatkeeper")


def handler(event: dict[str, Any], context: Any) -> dict[str, int]:
    """`{}` in, counts out. The metric Unsealed raises the alarm."""
    now = real_now()
    found = [key for shard in range(SHARDS) for key in dynamodb.query_due("Licenses", f"{SEAL}#{shard:02}", now)]
    for key in found:
        detail = {"account_id": keys.account_of(key.pk), "after": {"contract_id": key.sk.removeprefix("CONTRACT#")}}
        aws.client("sqs").send_message(
            QueueUrl=setting("SEAL_QUEUE_URL"),
            MessageBody=json.dumps({"detail-type": "order.signed", "detail": detail}),
        )
    count("Unsealed", len(found))
    logger.info("looked for unsealed contracts", unsealed=len(found))
    return {"unsealed": len(found)}

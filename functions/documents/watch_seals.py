"""Every five minutes: contracts that have waited ten minutes for their seal are counted, and tried again."""

from typing import Any

from shared.alarms import count
from shared.clock import real_now
from shared.config import setting
from shared.logs import logger
from shared.queues import send_all
from shared.store import dynamodb, keys
from shared.store.due import SEAL
from shared.store.keys import SHARDS, Key


def handler(event: dict[str, Any], context: Any) -> dict[str, int]:
    """`{}` in, counts out. The metric Unsealed raises the alarm. Raises NotSent; the next run finds them again."""
    now = real_now()
    shards = [keys.shard_name(SEAL, number) for number in range(SHARDS)]
    found = [key for shard in shards for key in dynamodb.query_due("Licenses", shard, now)]
    send_all(setting("SEAL_QUEUE_URL"), [_signed(key) for key in found])
    count("Unsealed", len(found))
    logger.info("looked for unsealed contracts", unsealed=len(found))
    return {"unsealed": len(found)}


def _signed(key: Key) -> dict[str, Any]:
    detail = {"account_id": keys.account_of(key.pk), "after": {"contract_id": key.sk.removeprefix("CONTRACT#")}}
    return {"detail-type": "order.signed", "detail": detail}

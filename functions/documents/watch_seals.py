"""Every five minutes: contracts that have waited ten minutes for their seal are counted, and tried ever less often."""

from datetime import datetime, timedelta
from typing import Any

from shared.alarms import count
from shared.config import setting
from shared.logs import logger
from shared.queues import send_all
from shared.store import dynamodb, keys
from shared.store.due import SEAL
from shared.store.keys import SHARDS, Key

EVERY = timedelta(minutes=5)
RUNS_OF_A_DAY = timedelta(days=1) // EVERY


def handler(event: dict[str, Any], context: Any) -> dict[str, int]:
    """`{now}` in, counts out. The metric Unsealed raises the alarm. Raises NotSent; a later run finds them again."""
    now = datetime.fromisoformat(event["now"])
    shards = [keys.shard_name(SEAL, number) for number in range(SHARDS)]
    found = [each for shard in shards for each in dynamodb.query_due_since("Licenses", shard, now)]
    count("Unsealed", len(found))
    again = [key for key, due_at in found if _is_turn(now - due_at)]
    send_all(setting("SEAL_QUEUE_URL"), [_signed(key) for key in again])
    logger.info("looked for unsealed contracts", unsealed=len(found), sent=len(again))
    return {"unsealed": len(found), "sent": len(again)}


def _is_turn(waited: timedelta) -> bool:
    """Whether a contract is tried in this run: at once, then after 5, 10, 20, 40 minutes and so on, and every day."""
    runs = waited // EVERY
    return runs & (runs - 1) == 0 or runs % RUNS_OF_A_DAY == 0


def _signed(key: Key) -> dict[str, Any]:
    detail = {"account_id": keys.account_of(key.pk), "after": {"contract_id": key.sk.removeprefix("CONTRACT#")}}
    return {"detail-type": "order.signed", "detail": detail}

"""What makes an item findable when it is due: its shard and instant in the table's sparse index."""

from datetime import datetime
from typing import Any

from shared.domain.account import Account
from shared.store import keys

PENDING, RENEW, BILL, DAY, SEAL = "PENDING", "RENEW", "BILL", "DAY", "SEAL"


def due(account: Account, job: str, at: datetime) -> dict[str, Any]:
    """The attributes that put an item into the due index at an instant."""
    return {"due_shard": keys.due_shard(job, account.account_id, is_sandbox=account.is_sandbox), "due_at": at}

"""Off the archive queue: the Zip of all contracts of an account, built in bounded memory."""

import json
from typing import Any

from shared.account.archives import build
from shared.messages import queue_entry


def work(body: str) -> dict[str, Any]:
    """Build one archive, unless it is there already."""
    order = json.loads(body)
    account_id, archive_id = order["account_id"], order["archive_id"]
    return {"account_id": account_id, "archive_id": archive_id, "built": build(account_id, archive_id)}


handler = queue_entry(work)

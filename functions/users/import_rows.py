"""Off the import queue: the rows of an import that was started are worked off, where they were left last time."""

import json
from typing import Any

from shared.account.user_import import work_off
from shared.errors import Unknown
from shared.messages import queue_entry


def work(body: str) -> dict[str, Any]:
    """Work off one import. Killed half-way, it goes on after the last packet that was written."""
    message = json.loads(body)
    try:
        done = work_off(message["account_id"], message["import_id"])
    except Unknown:
        return {**message, "rows": 0}  # the call that was to start it was cut short before it did
    return {**message, "rows": done.rows, **done.counts}


handler = queue_entry(work)

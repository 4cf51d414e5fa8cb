"""Off the log-in queue: somebody was added, edited, deactivated or reactivated, so their log-in is brought in line."""

import json
from typing import Any

from shared.account.logins import give_up, provision
from shared.messages import queue_entry


def follow(body: str) -> dict[str, Any]:
    """Bring the log-in of one event's person in line with how that person stands now, not with the event."""
    account_id, user_id = _person(body)
    user = provision(account_id, user_id)
    return {"account_id": account_id, "user_id": user_id, "user_version": user.version, "user_status": user.status}


def show_failed(body: str) -> None:
    """The queue gives up: the person's log-in shows as failed until the dead letter is replayed."""
    give_up(*_person(body))


def _person(body: str) -> tuple[str, str]:
    detail = json.loads(body)["detail"]
    return detail["account_id"], detail["after"].get("user_id") or detail["subject"].removeprefix("user/")


handler = queue_entry(follow, at_last=show_failed)

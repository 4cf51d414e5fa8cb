"""What went out, or did not: mails kept, dead letters, activity published again."""

import sys
from dataclasses import asdict
from datetime import datetime
from typing import Any

from infra.operator.checks import all_accounts


def mails(account_id: str | None) -> dict[str, Any]:
    """Mails kept on the local stack and of sandboxes, oldest first."""
    from shared.mail.outbox import mails as kept

    return {"items": kept(account_id)}


def list_dead() -> dict[str, Any]:
    """Messages that could not be worked off."""
    from infra.operator.dead_letters import dead_letters

    return {"items": dead_letters()}


def replay_dead() -> dict[str, Any]:
    """Send them to their queues again."""
    from infra.operator.dead_letters import replay_dead_letters

    return {"replayed": replay_dead_letters()}


def republish(since: datetime, account_id: str | None) -> dict[str, Any]:
    """Publish activity again; consumers know what they have done."""
    from shared.events.republish import republish as publish_again

    done = []
    for each in publish_again(since, [account_id] if account_id else all_accounts()):
        sys.stderr.write(f"{each.account_id}: {each.events}\n")
        done.append(asdict(each))
    return {"items": done, "events": sum(each["events"] for each in done)}

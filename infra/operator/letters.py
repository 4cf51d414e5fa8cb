"""What went out, or did not: mails kept, dead letters, activity published again."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from infra.operator.checks import all_accounts
from infra.operator.progress import say
from infra.operator.target import outputs
from shared.errors import Impossible


def mails(account_id: str | None) -> dict[str, Any]:
    """Mails kept on the local stack and of sandboxes, oldest first."""
    from shared.mail.kept import mails as kept

    return {"items": [asdict(mail) for mail in kept(account_id)]}


def list_dead() -> dict[str, Any]:
    """Messages that could not be worked off."""
    from shared.events.dead_letters import dead_letters, queue_pairs

    return {"items": [asdict(letter) for letter in dead_letters(queue_pairs(outputs()))]}


def replay_dead() -> dict[str, Any]:
    """Send them to their queues again."""
    from shared.events.dead_letters import queue_pairs, replay_dead_letters

    done = []
    for each in replay_dead_letters(queue_pairs(outputs())):
        say(f"{each.queue}: {each.letters}")
        done.append(asdict(each))
    return {"items": done, "letters": sum(each["letters"] for each in done)}


def republish(since: datetime, account_id: str | None) -> dict[str, Any]:
    """Publish activity again; consumers know what they have done."""
    from shared.events.bus import NotTaken
    from shared.events.republish import republish as publish_again

    done: list[dict[str, Any]] = []
    try:
        for each in publish_again(since, [account_id] if account_id else all_accounts()):
            say(f"{each.account_id}: {each.events}")
            done.append(asdict(each))
    except NotTaken as refused:
        told = f"The bus takes no more ({refused.code}). Say it again later: what is there already is not done twice."
        raise Impossible("bus_refuses", told, items=done) from refused
    return {"items": done, "events": sum(each["events"] for each in done)}

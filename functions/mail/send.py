"""Off the mail queue: what happened is told by e-mail, each mail once."""

import json
from typing import Any

from shared.events.envelope import event_in
from shared.mail.delivery import deliver
from shared.messages import queue_entry


def send(body: str) -> dict[str, Any]:
    """Send the mails of one event."""
    event = event_in(json.loads(body))
    kinds = deliver(event)
    return {"account_id": event.account_id, "event_id": event.event_id, "type": event.event_type, "mails": kinds}


handler = queue_entry(send)

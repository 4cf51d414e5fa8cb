"""What the outside sees of activity."""

from datetime import datetime
from typing import Any

from pydantic import BaseModel

from shared.domain.activity import ActorKind


class ActorOut(BaseModel):
    """Who changed something; `user_id` is that of a user."""

    kind: ActorKind
    user_id: str | None = None


class EventOut(BaseModel):
    """Who, when, what, before and after."""

    event_id: str
    at: datetime
    actor: ActorOut
    type: str
    subject: str
    before: dict[str, Any]
    after: dict[str, Any]


class EventList(BaseModel):
    """Events, newest first."""

    items: list[EventOut]
    next_cursor: str | None

"""Activity: every change as an event, the account's log and what goes onto the bus (DESIGN 3, Activity)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

ActorKind = Literal["user", "operator", "job"]


@dataclass(frozen=True)
class Actor:
    """Who changed something."""

    kind: ActorKind
    user_id: str | None = None


JOB = Actor("job")
OPERATOR = Actor("operator")


@dataclass(frozen=True)
class Event:
    """Who, when, what, before and after. `subject` names what was changed, as `order/01J9` or `pool/jobs-rolling`."""

    event_id: str
    account_id: str
    at: datetime
    actor: Actor
    event_type: str
    subject: str
    before: Mapping[str, Any] = field(default_factory=dict)
    after: Mapping[str, Any] = field(default_factory=dict)

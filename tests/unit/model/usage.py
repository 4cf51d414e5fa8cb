"""What the product reports, in the model: events once each, and the days on which something stands for somebody."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple


class Version(NamedTuple):
    """One version of a diary event, in the order that counts; `day` is None where it is cancelled."""

    occurred_at: datetime
    event_id: str
    user_id: str
    day: date | None
    received_at: datetime


UserDay = tuple[date, str]


@dataclass
class Usage:
    """Events by id with their content; what was done on user-days; diaries; user-days to be looked at; lines of days.

    `removed` is when something that stood on a user-day was last known to be gone.
    """

    events: dict[str, str] = field(default_factory=dict)
    aside: set[tuple[str, str]] = field(default_factory=set)
    done: dict[UserDay, dict[str, datetime]] = field(default_factory=dict)
    diaries: dict[str, list[Version]] = field(default_factory=dict)
    to_look_at: set[UserDay] = field(default_factory=set)
    charged: dict[UserDay, int] = field(default_factory=dict)
    removed: dict[UserDay, datetime] = field(default_factory=dict)


def standing(day_of: Callable[[datetime], date], versions: list[Version]) -> list[Version]:
    """A version stands on its day, unless the next one occurred before that day was over."""
    ordered = sorted(versions)
    following = [*ordered, None][1:]
    return [
        each for each, after in zip(ordered, following, strict=True)
        if each.day and (after is None or day_of(after.occurred_at) > each.day)
    ]  # fmt: skip


def known_on(day_of: Callable[[datetime], date], usage: Usage, place: UserDay) -> list[datetime]:
    """When what stands on a user-day was received."""
    booked = (each for versions in usage.diaries.values() for each in standing(day_of, versions))
    return [
        *usage.done.get(place, {}).values(),
        *(each.received_at for each in booked if (each.day, each.user_id) == place),
    ]

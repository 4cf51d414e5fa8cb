"""Usage: what makes a user-day a used one, from the set of events alone, in whatever order they came (DESIGN 3)."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any, Literal

from shared.domain.seat import HeldSeat, Seat

TAKEN_WITHIN = timedelta(days=90)
BookingKind = Literal["booked", "moved", "cancelled"]


@dataclass(frozen=True)
class Booking:
    """One version of a diary event: booked or moved onto a day for a user, or cancelled there."""

    event_id: str
    occurred_at: datetime
    kind: BookingKind
    user_id: str
    received_at: datetime
    diary_on: date | None = None


@dataclass(frozen=True)
class Trigger:
    """What stands on a user-day; `received_at` is when it became known."""

    kind: str
    event_id: str
    received_at: datetime
    diary_event_id: str | None = None

    def named(self) -> dict[str, Any]:
        """As a charge names it."""
        named = {"kind": self.kind, "event_id": self.event_id}
        return named | ({"diary_event_id": self.diary_event_id} if self.diary_event_id else {})


@dataclass(frozen=True)
class UserDay:
    """The triggers that stand on a user's local day, by event id, and what was charged for it.

    `ordinal` counts the charges so far; `removed_at` is when the last removal of a trigger was received; `is_open` says
    that the mark stands by which the day is found once it is over.
    """

    day: date
    user_id: str
    triggers: Mapping[str, Trigger] = field(default_factory=dict)
    charge_id: str | None = None
    ordinal: int = 0
    removed_at: datetime | None = None
    version: int = 0
    is_open: bool = False

    def with_trigger(self, trigger: Trigger) -> "UserDay":
        return replace(self, triggers={**self.triggers, trigger.event_id: trigger})

    def without(self, event_id: str, removed_at: datetime) -> "UserDay":
        rest = {known: trigger for known, trigger in self.triggers.items() if known != event_id}
        return replace(self, triggers=rest, removed_at=removed_at)

    def charged(self, charge_id: str) -> "UserDay":
        return replace(self, charge_id=charge_id, ordinal=self.ordinal + 1)

    @property
    def known_at(self) -> datetime:
        """When the last event that its charge needs was received: one standing trigger is enough."""
        return min(trigger.received_at for trigger in self.triggers.values())


def standing(bookings: Iterable[Booking], end_of: Callable[[date], datetime]) -> list[Booking]:
    """The versions of one diary event that stand on their day and user.

    A version stands unless the next later one, by (`occurred_at`, `event_id`), occurred before that day was over.
    """
    ordered = sorted(bookings, key=lambda booking: (booking.occurred_at, booking.event_id))
    later = [*ordered, None][1:]
    return [
        booking
        for booking, following in zip(ordered, later, strict=True)
        if booking.diary_on and (following is None or following.occurred_at >= end_of(booking.diary_on))
    ]


def held_daily(
    seat: Seat | None,
    ended: Iterable[HeldSeat],
    *,
    starts_at: datetime,
    ends_at: datetime,
    is_daily: Callable[[str], bool],
) -> bool:
    """Whether a user held a daily license at any instant of a day, now or in a seat that has ended."""
    if seat and is_daily(seat.sku) and seat.since_at < ends_at:
        return True
    # On a clock that stands still a seat may begin and end in one instant, and was held then.
    return any(
        is_daily(held.sku) and held.since_at < ends_at and (held.until_at > starts_at or held.since_at >= starts_at)
        for held in ended
    )

"""People of the model and the seats they hold."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from shared.domain.catalog import OWNER


class Seat(NamedTuple):
    sku: str
    role: str
    since: datetime


class Ended(NamedTuple):
    """A seat that was held."""

    sku: str
    since: datetime
    until: datetime


@dataclass
class Person:
    """Somebody of a company. `last` are the seats that a deactivation freed; `edition` counts changes to them."""

    username: str
    name: str
    email: str
    user_id: str = ""
    is_active: bool = True
    is_ready: bool = False
    seats: dict[str, Seat] = field(default_factory=dict)
    last: dict[str, Seat] = field(default_factory=dict)
    ended: list[Ended] = field(default_factory=list)
    edition: int = 0
    seen: tuple[int, str] | None = None

    @property
    def sub(self) -> str:
        """The subject of their tokens, once the log-in is made."""
        return f"sub-of-{self.username}"

    @property
    def roles(self) -> set[str]:
        return {seat.role for seat in self.seats.values()}

    @property
    def owns(self) -> bool:
        return self.is_active and OWNER in self.roles

    def take(self, seats: dict[str, Seat], now: datetime) -> None:
        """Hold these seats from now on; what is not among them has ended."""
        kept = {seat.sku for seat in seats.values()}
        self.ended += [Ended(s.sku, s.since, now) for s in self.seats.values() if s.sku not in kept]
        self.seats, self.edition = seats, self.edition + 1

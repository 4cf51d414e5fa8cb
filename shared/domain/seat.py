"""People and the seats they hold: one per product at most, each with a role (DESIGN 3, Users and Access)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Literal

from shared.domain.catalog import OWNER, PRODUCTS

UserStatus = Literal["active", "deactivated"]
LoginStatus = Literal["provisioning", "ready", "failed"]
USERNAME = re.compile(r"[a-z0-9][a-z0-9._@+-]{2,63}")


@dataclass(frozen=True)
class Seat:
    """One license of a pool held by one user, and the role it carries."""

    sku: str
    role: str
    since_at: datetime


@dataclass(frozen=True)
class HeldSeat:
    """A seat that has ended: held from `since_at` to just before `until_at`."""

    user_id: str
    product: str
    sku: str
    role: str
    since_at: datetime
    until_at: datetime


@dataclass(frozen=True)
class User:
    """A person of an account. `seats` is by product; `last_seats` are those that a deactivation freed."""

    user_id: str
    username: str
    name: str
    email: str
    created_at: datetime
    status: UserStatus = "active"
    login: LoginStatus = "provisioning"
    sub: str | None = None
    seats: Mapping[str, Seat] = field(default_factory=dict)
    last_seats: Mapping[str, Seat] = field(default_factory=dict)
    version: int = 1

    @property
    def roles(self) -> frozenset[str]:
        return frozenset(seat.role for seat in self.seats.values())

    @property
    def is_active(self) -> bool:
        return self.status == "active"

    @property
    def is_active_owner(self) -> bool:
        return self.is_active and OWNER in self.roles

    def seats_in_order(self) -> list[tuple[str, Seat]]:
        """The seats held, by product in catalogue order."""
        return [(product, self.seats[product]) for product in PRODUCTS if product in self.seats]

    def with_seat(self, product: str, seat: Seat | None) -> "User":
        """The user with a seat of a product taken, changed or (None) given back."""
        rest = {name: held for name, held in self.seats.items() if name != product}
        return replace(self, seats=rest | ({product: seat} if seat else {}), version=self.version + 1)


@dataclass(frozen=True)
class Subject:
    """What one look-up by the token's `sub` tells of the caller; written in the user's own transactions."""

    account_id: str
    user_id: str
    status: UserStatus
    roles: tuple[str, ...] = ()


def folded(username: str) -> str:
    """The one form of a username that is unique across the system."""
    return username.lower()


def is_username(name: str) -> bool:
    """Whether a name, lower-cased, is a username."""
    return name.isascii() and USERNAME.fullmatch(folded(name)) is not None


def owner_seats_change(before: User | None, after: User | None) -> int:
    """By how much a change of one user moves the count of active owners."""
    return int(after is not None and after.is_active_owner) - int(before is not None and before.is_active_owner)

"""What the product reports, in its exact shapes (DESIGN 4, From the product)."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

from shared.domain.usage import BookingKind

FIRST_YEAR, LAST_YEAR = 2000, 2200
Id = Annotated[str, Field(min_length=1, max_length=200)]


class BadShape(Exception):
    """An event that is none of the known ones, or lacks a field of its kind."""

    def __init__(self, reason: str, fields: list[str]) -> None:
        super().__init__(reason, fields)
        self.reason, self.fields = reason, fields


def _in_reach(on: Any) -> Any:
    if not FIRST_YEAR <= on.year <= LAST_YEAR:
        raise ValueError("is out of reach")
    return on


class _Reported(BaseModel):
    """Exact types; fields that the product adds one day are passed over."""

    model_config = ConfigDict(strict=True, frozen=True, extra="ignore")

    event_id: Id
    account_id: Id
    occurred_at: Annotated[AwareDatetime, AfterValidator(_in_reach)]


class ForUser(_Reported):
    """Something that a person did or that was booked for them."""

    user_id: Id


class BookedOrMoved(ForUser):
    """A diary event that is on a day for a user."""

    diary_event_id: Id
    diary_on: Annotated[date, AfterValidator(_in_reach)]


class CancelledOrActioned(ForUser):
    """A diary event that is no more, or that a user did; the day it was on does not matter."""

    diary_event_id: Id


class LoggedIn(ForUser):
    """A log-in on a PC or Mac, or on a phone."""

    device: Literal["desktop", "mobile"]


class StorageMeasured(_Reported):
    """Bytes that a product uses."""

    product: Literal["jobs", "sales"]
    bytes: Annotated[int, Field(ge=0, le=10**18)]


Usage = BookedOrMoved | CancelledOrActioned | LoggedIn | StorageMeasured
SHAPES: dict[str, type[Usage]] = {
    "diary_event.booked": BookedOrMoved,
    "diary_event.moved": BookedOrMoved,
    "diary_event.cancelled": CancelledOrActioned,
    "diary_event.actioned": CancelledOrActioned,
    "user.logged_in": LoggedIn,
    "storage.measured": StorageMeasured,
}
BOOKINGS: dict[str, BookingKind] = {
    "diary_event.booked": "booked",
    "diary_event.moved": "moved",
    "diary_event.cancelled": "cancelled",
}


@dataclass(frozen=True)
class Report:
    """An event as it came over the bus."""

    detail_type: str
    detail: Mapping[str, Any]

    @property
    def sha256(self) -> str:
        """Equal for equal content, however the fields are ordered."""
        content = json.dumps([self.detail_type, self.detail], sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(content.encode()).hexdigest()

    def shaped(self) -> Usage:
        """The event in its shape. Raises BadShape, naming the fields."""
        shape = SHAPES.get(self.detail_type)
        if shape is None:
            raise BadShape("unknown_type", [])
        try:
            return shape.model_validate_json(json.dumps(self.detail))
        except ValidationError as error:
            fields = sorted({str(each["loc"][0]) if each["loc"] else "detail" for each in error.errors()})
            raise BadShape("bad_shape", fields) from None

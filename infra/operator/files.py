"""Files that an operator hands in: JSON, checked as strictly as what comes over HTTP."""

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, TypeAdapter, ValidationError

from shared.errors import Invalid, Unreadable

T = TypeVar("T")


class FromFile(BaseModel):
    """What comes out of a file: exact types, no unknown fields."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


def _instant(value: Any) -> Any:
    return instant(value) if isinstance(value, str) else value


def _day(value: Any) -> Any:
    return date.fromisoformat(value) if isinstance(value, str) else value


Instant = Annotated[datetime, BeforeValidator(_instant)]
Day = Annotated[date, BeforeValidator(_day)]


class Owner(FromFile):
    """The first owner; with a password the log-in is usable at once."""

    username: str
    name: str
    email: str
    password: str | None = None


class FirstOrder(FromFile):
    """The order that was signed outside, under a reference."""

    sku: str
    quantity: Annotated[int, Field(ge=1, le=1000)]
    reference: Annotated[str, Field(min_length=1, max_length=200)]


class Sandbox(FromFile):
    """Where the account's own clock stands; without `now`, at the present."""

    now: Instant | None = None


class AccountFile(FromFile):
    """What `open-account` reads."""

    name: str
    email: str
    address: str
    time_zone: str
    currency: str
    tax_rate_bp: Annotated[int, Field(ge=0, le=10_000)]
    plans: Annotated[dict[str, str], Field(min_length=1)]
    owner: Owner
    first_order: FirstOrder
    sandbox: Sandbox | None = None
    tax_id: str | None = None


class PriceRow(FromFile):
    """One row of what `load-prices` reads."""

    plan: str
    sku: str
    currency: str
    unit_price: int
    effective_from: Day


class ProductEvent(FromFile):
    """One event of the product, as `put-event` reads it."""

    detail_type: Annotated[str, Field(min_length=1, max_length=128)]
    detail: dict[str, Any]


def instant(text: str) -> datetime:
    """An ISO 8601 instant with its zone, as UTC. ValueError for anything else."""
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError("an instant needs its zone: end it with Z")
    try:
        return moment.astimezone(UTC)
    except OverflowError as error:
        raise ValueError("in UTC it lies outside the years 1 to 9999") from error


def read_file(path: Path, kind: Any) -> Any:
    """A JSON file as what it should hold. Unreadable or Invalid."""
    try:
        content = json.loads(path.read_text("utf-8"))
    except OSError as error:
        raise Unreadable("unreadable", f"{path} cannot be read: {error.strerror}.") from error
    except ValueError as error:
        raise Unreadable("unreadable", f"{path} is not JSON: {error}.") from error
    try:
        return TypeAdapter(kind).validate_python(content)
    except ValidationError as error:
        raise Invalid({_field(each["loc"]): each["msg"] for each in error.errors()}) from error


def _field(location: tuple[Any, ...]) -> str:
    return ".".join(str(part) for part in location) or "file"

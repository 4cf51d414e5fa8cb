"""Plain values to DynamoDB attributes and back; instants as sortable text, integers exact, no floats."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

Item = dict[str, Any]


def instant_text(instant: datetime) -> str:
    """An instant as text that sorts by time, always with six digits of a second."""
    return instant.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def to_attribute(value: Any) -> dict[str, Any]:
    """One value as DynamoDB holds it."""
    match value:
        case str():
            return {"S": value}
        case bool():
            return {"BOOL": value}
        case int():
            return {"N": str(value)}
        case None:
            return {"NULL": True}
        case datetime():
            return {"S": instant_text(value)}
        case date():
            return {"S": value.isoformat()}
        case bytes():
            return {"B": value}
        case Mapping():
            return {"M": to_attributes(value)}
        case list() | tuple():
            return {"L": [to_attribute(each) for each in value]}
    raise TypeError(f"no attribute for {type(value).__name__}")


def to_attributes(item: Mapping[str, Any]) -> dict[str, Any]:
    """An item as DynamoDB holds it; what is None is left out."""
    return {name: to_attribute(value) for name, value in item.items() if value is not None}


def from_attribute(attribute: Mapping[str, Any]) -> Any:
    """One value out of DynamoDB's form."""
    ((kind, value),) = attribute.items()
    match kind:
        case "N":
            return int(value)
        case "M":
            return from_attributes(value)
        case "L":
            return [from_attribute(each) for each in value]
        case "NULL":
            return None
    return value


def from_attributes(attributes: Mapping[str, Any]) -> Item:
    """An item out of DynamoDB's form."""
    # Most are texts, which take no call.
    return {name: held["S"] if "S" in held else from_attribute(held) for name, held in attributes.items()}

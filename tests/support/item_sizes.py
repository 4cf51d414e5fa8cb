"""How large DynamoDB counts an item, in bytes: names of attributes and their values, by its published rules."""

from collections.abc import Mapping
from typing import Any

COLLECTION, ELEMENT, FLAG = 3, 1, 1
"""A list or map costs three bytes, and one more for each element; true, false and null one."""

INDEXED = ("pk", "sk", "due_shard", "due_at")


def item_bytes(item: Mapping[str, Any]) -> int:
    """An item in DynamoDB's own form."""
    return sum(len(name.encode()) + _value_bytes(value) for name, value in item.items())


def index_entry(item: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """What stands of an item in its table's due index; None for one that is not in it."""
    if item is None or "due_shard" not in item:
        return None
    return {name: item[name] for name in INDEXED}


def _value_bytes(attribute: Mapping[str, Any]) -> int:
    ((kind, value),) = attribute.items()
    match kind:
        case "S":
            return len(value.encode())
        case "B":
            return len(value)
        case "N":
            return _number_bytes(value)
        case "M":
            return COLLECTION + ELEMENT * len(value) + item_bytes(value)
        case "L":
            return COLLECTION + sum(ELEMENT + _value_bytes(each) for each in value)
    return FLAG


def _number_bytes(text: str) -> int:
    """Two digits a byte, zeros at either end left out, one byte more, and one for a minus."""
    digits = text.lstrip("-").strip("0")
    return -(-len(digits) // 2) + 1 + text.startswith("-")

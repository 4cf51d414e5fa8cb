"""Records of the domain as items of a table and back, checked by Pydantic on the way out."""

from collections.abc import Mapping
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from shared.store.attributes import Item

T = TypeVar("T")


class NotARecord(Exception):
    """What was read is no record of its kind. Names fields, never values: an error that leaves a function is logged."""


_adapters: dict[Any, TypeAdapter[Any]] = {}


def _adapter(kind: Any) -> TypeAdapter[Any]:
    """Made once per kind: that takes far longer than using it."""
    if kind not in _adapters:
        _adapters[kind] = TypeAdapter(kind)
    return _adapters[kind]


def to_item(record: Any) -> dict[str, Any]:
    """A record's fields as plain values; dates and instants stay what they are."""
    fields: dict[str, Any] = _adapter(type(record)).dump_python(record)
    return fields


def from_item(kind: type[T], item: Mapping[str, Any]) -> T:
    """The record that an item holds; what the record does not know (keys, due, ttl) is passed over.

    Raises NotARecord.
    """
    try:
        record: T = _adapter(kind).validate_python(item)
    except ValidationError as error:
        fields = [".".join(map(str, each["loc"])) for each in error.errors(include_input=False)]
        raise NotARecord(f"{kind.__name__}: {', '.join(fields)}") from None
    return record


def found(kind: type[T], item: Item | None) -> T | None:
    """The record of an item that may not be there."""
    return None if item is None else from_item(kind, item)

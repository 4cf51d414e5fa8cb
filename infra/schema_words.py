"""A JSON schema in words, field by field: what a body takes, and what an answer holds."""

from collections.abc import Iterator
from typing import Any

Schema = dict[str, Any]
TYPES = {"string": "text", "integer": "whole number", "number": "number", "boolean": "true or false"}
FORMATS = {"date": "date", "date-time": "instant"}


def fields_of(schema: Schema, known: dict[str, Schema], under: str = "") -> Iterator[tuple[str, str]]:
    """Name and words of every field, those of objects inside under their own names, as `signature.consent`."""
    schema = _meant(schema, known)
    required = schema.get("required", [])
    for name, field in schema.get("properties", {}).items():
        inner, is_null_too = _without_null(_meant(field, known))
        inner = _meant(inner, known)
        place, item = f"{under}{name}", _meant(inner.get("items", {}), known)
        optional = "" if name in required else ", may be left out"
        yield place, _words(inner, known) + (", or null" if is_null_too else "") + optional
        if "properties" in inner:
            yield from fields_of(inner, known, f"{place}.")
        elif "properties" in item:
            yield from fields_of(item, known, f"{place}[].")


def _words(schema: Schema, known: dict[str, Schema]) -> str:
    if "const" in schema:
        return str(schema["const"]).lower() if isinstance(schema["const"], bool) else str(schema["const"])
    if "enum" in schema:
        return "one of " + ", ".join(map(str, schema["enum"]))
    if schema.get("type") == "array":
        return f"list of {_words(_meant(schema.get('items', {}), known), known)}"
    kind = FORMATS.get(schema.get("format", "")) or TYPES.get(schema.get("type", ""))
    if kind is None:
        return f"object: {schema['description']}" if "description" in schema else "object"
    return kind + _bounds(schema) + (f", as {schema['pattern']}" if "pattern" in schema else "")


def _bounds(schema: Schema) -> str:
    low, high = schema.get("minimum", schema.get("minLength")), schema.get("maximum", schema.get("maxLength"))
    unit = " characters" if "maxLength" in schema or "minLength" in schema else ""
    if low is None and high is None:
        return ""
    if high is None:
        return f", at least {low:,}{unit}"
    return f", {low:,} to {high:,}{unit}" if low is not None else f", at most {high:,}{unit}"


def _without_null(schema: Schema) -> tuple[Schema, bool]:
    kinds = schema.get("anyOf", [])
    others = [kind for kind in kinds if kind.get("type") != "null"]
    return (others[0] if others else schema), len(others) < len(kinds)


def _meant(schema: Schema, known: dict[str, Schema]) -> Schema:
    reference = schema.get("$ref")
    return known[reference.rsplit("/", 1)[-1]] if reference else schema

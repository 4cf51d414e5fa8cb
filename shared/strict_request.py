"""Requests taken strictly: readable JSON of the right type, and no query parameter that the route does not know."""

import base64
import binascii
import json
from collections import Counter
from collections.abc import Iterable
from typing import Any

from aws_lambda_powertools.event_handler import APIGatewayHttpResolver, Response
from aws_lambda_powertools.event_handler.middlewares import NextMiddleware

from shared.errors import Invalid, Unreadable, WrongType

JSON = "application/json"
MOST_CHARACTERS, MOST_NESTED, LONGEST_SHOWN = 1_000_000, 20, 100


class InvalidQuery(Exception):
    """Query parameters that the route does not know, or cannot take, by name."""

    def __init__(self, fields: dict[str, str]) -> None:
        super().__init__(", ".join(fields))
        self.fields = fields


def readable_body(event: dict[str, Any], takes: str, empty_body: str) -> dict[str, Any]:
    """The event with its body as text, or `empty_body` where there is none. Raises Unreadable, WrongType or Invalid."""
    if event.get("requestContext", {}).get("http", {}).get("method") in ("GET", "DELETE", "HEAD") or takes != JSON:
        return event
    body = event.get("body") or ""
    if event.get("isBase64Encoded"):
        body = _decoded(body)
    body = body or empty_body
    if not body:
        raise Unreadable("unreadable", "This call takes a JSON body, and there is none.")
    if event.get("body"):
        _check_type(event)
    _check_object(body)
    # The type was looked at; of an empty body it says nothing, and later readers tell upper case from lower.
    headers = {name: value for name, value in event.get("headers", {}).items() if name.lower() != "content-type"}
    return {**event, "headers": {**headers, "content-type": JSON}, "body": body, "isBase64Encoded": False}


def check_query(app: APIGatewayHttpResolver, next_middleware: NextMiddleware) -> Response[Any]:
    """Refuse query parameters that the route does not name, and a `limit` not written in digits alone."""
    route = app.context["_route"]
    if route.dependant is not None:
        known = {param.alias for param in route.dependant.query_params}
        given = app.current_event.query_string_parameters or {}
        if unknown := {name: "is not a parameter of this call" for name in given if name not in known}:
            raise InvalidQuery(unknown)
        # As a number `1_0` would be 10, and `5.0` be 5.
        if not _is_plain(given.get("limit", "1")):
            raise InvalidQuery({"limit": "takes a whole number from 1 to 100"})
    return next_middleware(app)


def _is_plain(number: str) -> bool:
    return number.isascii() and number.isdecimal()


def _decoded(body: str) -> str:
    try:
        return base64.b64decode(body, validate=True).decode("utf-8")
    except (binascii.Error, UnicodeDecodeError):
        raise Unreadable("unreadable", "The body is not UTF-8 text.") from None


def _check_type(event: dict[str, Any]) -> None:
    headers = {name.lower(): value for name, value in event.get("headers", {}).items()}
    given = headers.get("content-type", JSON).split(";")[0].strip().lower()
    if given not in ("", JSON):
        raise WrongType("wrong_content_type", f"Send the body as {JSON}.")


def _check_object(body: str) -> None:
    if len(body) > MOST_CHARACTERS:
        raise Invalid({"body": f"takes at most {MOST_CHARACTERS:,} characters"})
    try:
        body.encode("utf-8")
        found = json.loads(body, parse_constant=_refuse_constant, object_pairs_hook=_refuse_twice)
    except _StandsTwice as twice:
        raise Unreadable("unreadable", f"A name stands twice in the body: {twice}") from None
    except (ValueError, RecursionError):
        raise Unreadable("unreadable", "The body is not JSON.") from None
    if not isinstance(found, dict):
        raise Invalid({"body": "must be a JSON object"})
    if _is_nested_deeper(found, MOST_NESTED):
        raise Invalid({"body": f"is nested more than {MOST_NESTED} deep"})


def _is_nested_deeper(found: Any, most: int) -> bool:
    level = [found]
    for _ in range(most):
        level = [child for each in level for child in _children(each)]
    return bool(level)


def _children(found: Any) -> Iterable[Any]:
    if isinstance(found, dict):
        return found.values()
    return found if isinstance(found, list) else ()


class _StandsTwice(ValueError):
    """A name that an object has twice."""


def _refuse_constant(name: str) -> None:
    raise ValueError(name)


def _refuse_twice(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    # Readers differ on which of the two counts: what one shows for review another might buy.
    if len(found := dict(pairs)) < len(pairs):
        times = Counter(name for name, _ in pairs)
        twice = next(name for name in times if times[name] > 1)[:LONGEST_SHOWN]
        raise _StandsTwice(twice.encode(errors="replace").decode())  # half a character could not be answered
    return found

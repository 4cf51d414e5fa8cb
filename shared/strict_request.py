"""Requests taken strictly: readable JSON of the right type, and no query parameter that the route does not know."""

import base64
import binascii
import json
from typing import Any

from aws_lambda_powertools.event_handler import APIGatewayHttpResolver, Response
from aws_lambda_powertools.event_handler.middlewares import NextMiddleware

from shared.errors import Unreadable, WrongType

JSON = "application/json"


class InvalidQuery(Exception):
    """Query parameters that the route does not know, or cannot take, by name."""

    def __init__(self, fields: dict[str, str]) -> None:
        super().__init__(", ".join(fields))
        self.fields = fields


def readable_body(event: dict[str, Any], takes: str, empty_body: str) -> dict[str, Any]:
    """The event with its body as text, or `empty_body` where there is none. Raises Unreadable or WrongType."""
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
    _check_json(body)
    return {**event, "body": body, "isBase64Encoded": False}


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


def _check_json(body: str) -> None:
    try:
        body.encode("utf-8")
        json.loads(body, parse_constant=_refuse_constant, object_pairs_hook=_refuse_twice)
    except (ValueError, RecursionError):
        raise Unreadable("unreadable", "The body is not JSON.") from None


def _refuse_constant(name: str) -> None:
    raise ValueError(name)


def _refuse_twice(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    # Readers differ on which of the two counts: what one shows for review another might buy.
    if len(found := dict(pairs)) < len(pairs):
        raise ValueError("a name stands twice")
    return found

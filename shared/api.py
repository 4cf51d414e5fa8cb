"""The HTTP edge of every function: the resolver, the Lambda entry, and the only table from error to status."""

import base64
import gc
import json
import time
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from aws_lambda_powertools.event_handler import APIGatewayHttpResolver, Response
from aws_lambda_powertools.event_handler.openapi.exceptions import RequestUnsupportedContentType, RequestValidationError
from pydantic import ValidationError
from pydantic_core import to_json

from shared import errors
from shared.alarms import count
from shared.aws import is_passing
from shared.field_words import said_of
from shared.logs import aws_code, logger, places_of
from shared.strict_request import InvalidQuery, check_query, readable_body

Handler = Callable[[dict[str, Any], Any], dict[str, Any]]
PROBLEM_JSON = "application/problem+json"
MOST_FIELDS, LONGEST_FIELD = 20, 100
AWAY = "This could not be finished now. Repeat the call in a moment, with the same Idempotency-Key: it is done once."

STATUSES: dict[type[errors.Refusal], HTTPStatus] = {
    errors.Unreadable: HTTPStatus.BAD_REQUEST,
    errors.NotSignedIn: HTTPStatus.UNAUTHORIZED,
    errors.Forbidden: HTTPStatus.FORBIDDEN,
    errors.Unknown: HTTPStatus.NOT_FOUND,
    errors.Impossible: HTTPStatus.CONFLICT,
    errors.Stale: HTTPStatus.PRECONDITION_FAILED,
    errors.WrongType: HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    errors.Invalid: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.Busy: HTTPStatus.SERVICE_UNAVAILABLE,
}


def new_api() -> APIGatewayHttpResolver:
    """A resolver that checks types strictly and answers every refusal as problem+json."""
    app = APIGatewayHttpResolver(enable_validation=True, serializer=_to_json)
    app.exception_handler(list(STATUSES))(lambda error: refused(error, request_id(app)))
    app.exception_handler(RequestValidationError)(lambda error: refused(_invalid(error), request_id(app)))
    app.exception_handler(RequestUnsupportedContentType)(lambda _: refused(_wrong_type(), request_id(app)))
    app.exception_handler(InvalidQuery)(lambda error: refused(errors.Invalid(error.fields), request_id(app)))
    app.not_found(lambda _: refused(errors.Unknown("route"), request_id(app)))
    app.use(middlewares=[check_query])
    return app


def lambda_entry(app: APIGatewayHttpResolver, *, takes: str = "application/json", empty_body: str = "") -> Handler:
    """The Lambda handler of an API: one log line per call, and no exception ever leaves it."""

    def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
        started = time.perf_counter()
        try:
            answer = app.resolve(readable_body(event, takes, empty_body), context)
        except errors.Refusal as refusal:
            answer = _raw(refused(refusal, _request_id(event)))
        except Exception as error:  # noqa: BLE001 - the edge: a bug is logged and answered without internals
            answer = _raw(_failed(event, error))
        _log(event, answer, started)
        return answer

    # What was made while importing stays: no later search for garbage looks through it again.
    gc.freeze()
    return handler


def refused(refusal: errors.Refusal, request_id: str) -> Response[str]:
    """A refusal as RFC 9457 problem details."""
    status = next(STATUSES[kind] for kind in type(refusal).__mro__ if kind in STATUSES)
    body = {
        "type": "about:blank", "title": status.phrase, "status": status.value,
        "code": refusal.code, "detail": refusal.detail, "request_id": request_id, **refusal.extra,
    }  # fmt: skip
    headers = {"Retry-After": str(refusal.retry_after)} if isinstance(refusal, errors.Busy) else {}
    return Response(status.value, PROBLEM_JSON, json.dumps(body, default=str), headers=headers)


def request_id(app: APIGatewayHttpResolver) -> str:
    return _request_id(app.current_event.raw_event)


def _request_id(event: dict[str, Any]) -> str:
    return str(event.get("requestContext", {}).get("requestId", ""))


def _to_json(body: Any) -> str:
    # A quarter of the time that the standard library takes, which of a long page is half of all.
    return to_json(body).decode()


def _invalid(error: RequestValidationError) -> errors.Refusal:
    found = error.errors()
    if any(each["type"] == "json_invalid" for each in found):
        return errors.Unreadable("unreadable", "The body is not JSON.")
    return errors.Invalid({_field(each["loc"])[:LONGEST_FIELD]: said_of(each) for each in found[:MOST_FIELDS]})


def _field(location: tuple[Any, ...]) -> str:
    names = [str(part) for part in location if part not in ("body", "query", "path", "header")]
    return ".".join(names) or "body"


def _wrong_type() -> errors.WrongType:
    return errors.WrongType("wrong_content_type", "Send the body as application/json.")


def _failed(event: dict[str, Any], error: Exception) -> Response[str]:
    code = aws_code(error)
    if is_passing(error):
        logger.warning("busy", error=type(error).__name__, aws_code=code, where=places_of(error))
        return refused(errors.Busy(2, AWAY), _request_id(event))
    fields = [e["loc"] for e in error.errors(include_input=False)] if isinstance(error, ValidationError) else None
    count("InternalError")
    logger.error("failed", error=type(error).__name__, aws_code=code, fields=fields, where=places_of(error))
    body = {
        "type": "about:blank", "title": "Internal Server Error", "status": 500, "code": "internal_error",
        "detail": "Something went wrong on our side. Tell support the request id.", "request_id": _request_id(event),
    }  # fmt: skip
    return Response(500, PROBLEM_JSON, json.dumps(body))


def _raw(response: Response[str]) -> dict[str, Any]:
    headers = {"Content-Type": response.headers.get("Content-Type", PROBLEM_JSON)}
    headers |= {name: str(value) for name, value in response.headers.items()}
    return {"statusCode": response.status_code, "headers": headers, "body": response.body, "isBase64Encoded": False}


def _log(event: dict[str, Any], answer: dict[str, Any], started: float) -> None:
    context = event.get("requestContext", {})
    status = answer["statusCode"]
    code = json.loads(answer["body"]).get("code") if status >= 400 and answer.get("body") else None
    claims = context.get("authorizer", {}).get("jwt", {}).get("claims", {})
    logger.info(
        "answered", route=event.get("routeKey"), status=status, code=code, request_id=context.get("requestId"),
        sub=claims.get("sub"), milliseconds=round((time.perf_counter() - started) * 1000),
    )  # fmt: skip


def decoded_body(event: dict[str, Any]) -> bytes:
    """The body's bytes, however the gateway handed them over."""
    body = event.get("body") or ""
    return base64.b64decode(body) if event.get("isBase64Encoded") else body.encode()

"""From an HTTP request to a call: who asks, what with, and the answer sent back."""

import hashlib
from typing import Any

from aws_lambda_powertools.event_handler import APIGatewayHttpResolver, Response
from pydantic import BaseModel, ConfigDict

from shared.account.change import Answer, Call
from shared.auth import ANYONE, Caller, identify, require_role
from shared.errors import Invalid

LONGEST_KEY = 255


class Strict(BaseModel):
    """What comes from outside: exact types, no unknown fields."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class Nothing(Strict):
    """The body of a call that takes none."""


def caller_of(app: APIGatewayHttpResolver, allowed: frozenset[str] = ANYONE) -> Caller:
    """The active caller of this request. Raises NotSignedIn or Forbidden."""
    caller = identify(app.current_event.raw_event)
    require_role(caller, allowed)
    return caller


def call_of(
    app: APIGatewayHttpResolver, allowed: frozenset[str] = ANYONE, body: BaseModel | bytes | None = None
) -> Call:
    """The request as a change to be made once, by a caller who may."""
    key = _idempotency_key(app)
    caller, http = caller_of(app, allowed), app.current_event.request_context.http
    return Call(
        caller=caller, method=http.method, path=app.current_event.raw_path, body_sha256=_hash_of(body), key=key,
        ip=http.source_ip, user_agent=_storable(http.get("userAgent")),
        if_match=app.current_event.headers.get("if-match"),
    )  # fmt: skip


def answered(answer: Answer, model: type[BaseModel], **links: Any) -> Response[Any]:
    """An answer as an HTTP response; links are made anew each time."""
    headers = {"ETag": answer.etag} if answer.etag else {}
    return Response(answer.status, "application/json", model.model_validate({**answer.body, **links}), headers=headers)


def shown(model: BaseModel) -> dict[str, Any]:
    """A response model as the plain JSON values that an answer keeps."""
    return model.model_dump(mode="json")


def _idempotency_key(app: APIGatewayHttpResolver) -> str | None:
    key: str | None = app.current_event.headers.get("idempotency-key")
    if key is not None and (key != _storable(key) or not 1 <= len(key) <= LONGEST_KEY):
        raise Invalid({"Idempotency-Key": f"takes 1 to {LONGEST_KEY} characters"})
    return key


def _storable(header: str | None) -> str | None:
    # Half of a surrogate pair is no text that could be written anywhere.
    return header.encode(errors="replace").decode() if header is not None else None


def _hash_of(body: BaseModel | bytes | None) -> str:
    if isinstance(body, BaseModel):
        body = body.model_dump_json(exclude_unset=True).encode()
    return hashlib.sha256(body or b"").hexdigest()

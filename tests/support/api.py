"""Calls to the real handlers with the events that the HTTP API sends, as a person of an account."""

import json
import re
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from urllib.parse import urlencode

from shared.ids import new_id
from tests.support.rights import invoke
from tests.support.template import routes


@dataclass(frozen=True)
class Reply:
    """What came back."""

    status: int
    body: Any
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def code(self) -> str | None:
        return self.body.get("code") if isinstance(self.body, dict) else None


def call(
    method: str, path: str, body: Any = None, *, sub: str | None, key: str | None = None,
    query: dict[str, str] | None = None, headers: dict[str, str] | None = None, raw: str | None = None,
    is_base64: bool = False, token_use: str = "access",
) -> Reply:  # fmt: skip
    """Call a route through its handler. `sub` is the caller's; `raw` is a body sent as it stands."""
    module, route, parameters = _route(method, path)
    sent = {"content-type": "application/json", "user-agent": "tests"} | (headers or {})
    if key is not None:
        sent["idempotency-key"] = key
    text = raw if raw is not None else (json.dumps(body) if body is not None else None)
    claims = {"sub": sub, "token_use": token_use} if sub else {}
    event = {
        "version": "2.0", "routeKey": f"{method} {route}", "rawPath": path, "rawQueryString": urlencode(query or {}),
        "headers": sent, "queryStringParameters": query, "pathParameters": parameters, "body": text,
        "isBase64Encoded": is_base64,
        "requestContext": {
            "requestId": new_id(), "stage": "$default", "authorizer": {"jwt": {"claims": claims, "scopes": None}},
            "http": {"method": method, "path": path, "sourceIp": "203.0.113.7", "userAgent": sent["user-agent"]},
        },
    }  # fmt: skip
    return _reply(invoke(module, event))


def _reply(answer: dict[str, Any]) -> Reply:
    headers = {name.lower(): value for name, value in (answer.get("headers") or {}).items()}
    text = answer.get("body") or "null"
    body = json.loads(text) if "json" in headers.get("content-type", "") else text
    return Reply(answer["statusCode"], body, headers)


@cache
def _patterns() -> list[tuple[str, re.Pattern[str], str, str]]:
    ordered = sorted(routes().items(), key=lambda each: each[0][1].count("{"))
    return [
        (method, re.compile(re.sub(r"{(\w+)}", r"(?P<\1>[^/]+)", path) + "$"), path, module)
        for (method, path), module in ordered
    ]


def _route(method: str, path: str) -> tuple[str, str, dict[str, str]]:
    for known, pattern, route, module in _patterns():
        if known == method and (match := pattern.match(path)):
            return module, route, match.groupdict()
    raise LookupError(f"no route {method} {path}")

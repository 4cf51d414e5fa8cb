"""The real handlers as one WSGI application, so that tools which speak HTTP can call them without a socket."""

import json
from collections.abc import Callable, Iterable, Iterator
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qsl

from tests.support.api import Reply, call

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def application(sub: str) -> Application:
    """The API as the person with that subject reaches it; without a token, as nobody does."""

    def answer(environ: dict[str, Any], start: Callable[..., Any]) -> Iterator[bytes]:
        reply = _called(environ, sub if "HTTP_AUTHORIZATION" in environ else None)
        start(f"{reply.status} {HTTPStatus(reply.status).phrase}", list(reply.headers.items()))
        is_json = "json" in reply.headers.get("content-type", "")
        yield (json.dumps(reply.body) if is_json else str(reply.body)).encode()

    return answer


def _called(environ: dict[str, Any], sub: str | None) -> Reply:
    body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
    headers = {name[5:].replace("_", "-").lower(): v for name, v in environ.items() if name.startswith("HTTP_")}
    path = environ["PATH_INFO"].encode("latin-1").decode("utf-8", "replace")
    query = dict(parse_qsl(environ.get("QUERY_STRING", ""), keep_blank_values=True))
    try:
        return call(
            environ["REQUEST_METHOD"], path, sub=sub, query=query or None, raw=body.decode("utf-8", "replace") or None,
            headers=headers | {"content-type": environ.get("CONTENT_TYPE", "")},
        )  # fmt: skip
    except LookupError:  # as the gateway answers what is no route of any function
        return Reply(404, {"message": "Not Found"}, {"content-type": "application/json"})

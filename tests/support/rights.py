"""Whose handler is running, and whether its role lets it make each call to AWS; in every test that calls a handler."""

import importlib
import os
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache, partial
from typing import Any

from botocore.session import Session

from shared import links
from tests.support.grants import Right, granted_to, settings_of
from tests.support.needs import rights_needed
from tests.support.template import functions

_running: ContextVar[str | None] = ContextVar("running", default=None)


class LambdaContext:
    """What Powertools wants of a context."""

    function_name = "test"
    memory_limit_in_mb = 512
    invoked_function_arn = "arn:aws:lambda:us-east-1:123456789012:function:test"
    aws_request_id = "request"

    @staticmethod
    def get_remaining_time_in_millis() -> int:
        return 10_000


def invoke(module: str, event: Any) -> Any:
    """Call a handler as its function, by the name of its module."""
    before = _running.set(_functions_by_module()[module])
    try:
        return importlib.import_module(module).handler(event, LambdaContext())
    finally:
        _running.reset(before)


@contextmanager
def somebody_else() -> Iterator[None]:
    """What is done meanwhile is done elsewhere, though a test does it inside a handler."""
    before = _running.set(None)
    try:
        yield
    finally:
        _running.reset(before)


class Rights:
    """Which rights the functions made use of, and which they had not."""

    def __init__(self) -> None:
        self.calls = 0
        self.used: defaultdict[str, set[Right]] = defaultdict(set)
        self.missing: set[str] = set()

    def use(self, function: str, right: Right) -> None:
        self.used[function].add(right)
        if not any(grant.covers(right) for grant in granted_to(function)):
            self.missing.add(f"{function} has no {right.action} on {right.resource}")


_watching: list[Rights] = []


@contextmanager
def rights_watched() -> Iterator[Rights]:
    """All calls of handlers meanwhile; in the end, one that its function has no right to is a failure."""
    rights = Rights()
    _watching.append(rights)
    try:
        yield rights
    finally:
        _watching.remove(rights)
    assert not rights.missing, sorted(rights.missing)


def note_call(service: str, operation: str, request: dict[str, Any]) -> None:
    """A call is made, or a link to a file is signed."""
    if function := _running.get():
        needed = set(rights_needed(service, operation, request, partial(_logical_name, function)))
        for rights in _watching:
            rights.calls += 1
            for right in needed:
                rights.use(function, right)


def note_nothing_there(bucket: str) -> None:
    """S3 says that there is no such file: to who may not list the bucket, it says that it is forbidden."""
    if function := _running.get():
        for rights in _watching:
            rights.use(function, Right("s3:ListBucket", _logical_name(function, bucket)))


def watch(session: Session) -> None:
    """Have the clients of a session tell of their calls."""
    session.register("before-parameter-build", _before, unique_id="rights")
    session.register("after-call.s3", _after, unique_id="rights-after")


def _before(params: dict[str, Any], model: Any, context: dict[str, Any], **_: Any) -> None:
    context["bucket"] = params.get("Bucket")
    note_call(model.service_model.service_name, model.name, params)


def _after(http_response: Any, model: Any, context: dict[str, Any], **_: Any) -> None:
    if http_response.status_code == 404 and model.name in ("HeadObject", "GetObject"):
        note_nothing_there(context["bucket"])


def _sign(path: str, params: dict[str, str]) -> str:
    """A link to a file is worked out without a call, and good for what its maker may read when it is followed."""
    bucket, key = path.split("/", 1)
    version = {"VersionId": params["versionId"]} if "versionId" in params else {}
    note_call("s3", "GetObject", {"Bucket": bucket, "Key": key, **version})
    return _signed(path, params)


_signed, links._presigned = links._presigned, _sign


def _logical_name(function: str, value: str) -> str:
    """The resource that a setting of the function names so; the name itself if none does."""
    return next((ref for name, ref in settings_of(function).items() if os.environ.get(name) == value), value)


@cache
def _functions_by_module() -> dict[str, str]:
    return {each["Handler"].removesuffix(".handler"): name for name, each in functions().items()}

"""Lists in pages: `limit` from 1 to 100, as many as an answer holds, an opaque cursor of the sort key alone."""

import base64
import binascii
import json
from collections.abc import Iterable
from typing import Annotated

from aws_lambda_powertools.event_handler.openapi.params import Query

from shared.errors import Invalid

Limit = Annotated[int, Query(ge=1, le=100, description="How many items at most")]
Cursor = Annotated[str | None, Query(description="`next_cursor` of the page before", max_length=500)]
DEFAULT_LIMIT = 50
MOST_BYTES = 5_500_000
"""A function answers with 6 MB at most, its body written as JSON text; the rest is for what stands around a list."""


def cursor_after(sort_key: str | None) -> str | None:
    """The cursor of the page after a sort key."""
    return None if sort_key is None else base64.urlsafe_b64encode(sort_key.encode()).decode().rstrip("=")


def fitting(texts: Iterable[str]) -> int:
    """How many of a list's items, from the first on, one answer holds: one at least, and of small ones all."""
    room, number = MOST_BYTES, 0
    for number, text in enumerate(texts, start=1):
        room -= len(json.dumps(text))
        if room < 0:
            return max(1, number - 1)
    return number


def sort_key_in(cursor: str | None, *, prefix: str = "", name: str = "cursor") -> str | None:
    """The sort key that a cursor carries. Invalid, under the name that it was sent by, for what is none of ours."""
    if cursor is None:
        return None
    try:
        text = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True).decode()
    except (binascii.Error, ValueError):
        text = ""
    if not text or not text.startswith(prefix) or not text.isprintable():
        raise Invalid({name: "is not a cursor of this list"})
    return text

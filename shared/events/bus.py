"""Putting events on the bus: ten to a call at most, every single refusal heard."""

from collections.abc import Iterator, Sequence
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from shared import aws
from shared.domain.activity import Event
from shared.events.envelope import LARGEST, entry_of, size_of

MOST_AT_ONCE = 10


class NotTaken(Exception):
    """The bus refused an event. The first `taken` of those given are on it; the rest may not be."""

    def __init__(self, taken: int, code: str) -> None:
        super().__init__(code)
        self.taken, self.code = taken, code


def publish(events: Sequence[Event]) -> None:
    """Put events on the bus in their order. Raises NotTaken at the first that it refuses."""
    taken = 0
    for entries in _calls([entry_of(event) for event in events]):
        taken += _put(entries, taken)


def _put(entries: list[dict[str, Any]], taken: int) -> int:
    try:
        answer = aws.client("events").put_events(Entries=entries)
    except ClientError as error:
        raise NotTaken(taken, error.response["Error"]["Code"]) from error
    except BotoCoreError as error:
        raise NotTaken(taken, type(error).__name__) from error
    if answer["FailedEntryCount"]:
        # A call that succeeds may still have left out some of its entries.
        codes = [each.get("ErrorCode") for each in answer["Entries"]]
        first = next(index for index, code in enumerate(codes) if code)
        raise NotTaken(taken + first, str(codes[first]))
    return len(entries)


def _calls(entries: Sequence[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    call: list[dict[str, Any]] = []
    size = 0
    for entry in entries:
        added = size_of(entry)
        if call and (len(call) == MOST_AT_ONCE or size + added > LARGEST):
            yield call
            call, size = [], 0
        call.append(entry)
        size += added
    if call:
        yield call

"""What one call of ours sends to the tables, to be sent again for others by somebody who does nothing else."""

import json
import re
from collections.abc import Callable
from typing import Any

from tests.support.requests import kept_requests

_EVENT = re.compile(r"\d{6}Z#([0-9A-Z]{26})")


def requests_of(do: Callable[[], object]) -> str:
    """As JSON: a list of client methods with their parameters."""
    with kept_requests() as sent:
        do()
    return json.dumps(sent)


def event_in(requests: str) -> str:
    """The id of the activity event that a change wrote."""
    found = set(_EVENT.findall(requests))
    assert len(found) == 1, found
    return str(found.pop())


def send(client: Any, requests: str) -> None:
    for method, parameters in json.loads(requests):
        getattr(client, method)(**parameters)

"""Waiting for what another process does in its own time."""

import time
from collections.abc import Callable
from typing import TypeVar

Found = TypeVar("Found")


def eventually(look: Callable[[], Found], *, within: float = 10.0, every: float = 0.05) -> Found:
    """What `look` returned once it was true; AssertionError if that did not happen in time."""
    deadline = time.monotonic() + within
    while not (found := look()):
        assert time.monotonic() < deadline, f"not within {within} s"
        time.sleep(every)
    return found

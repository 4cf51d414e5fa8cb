"""In a layer on top of a function, never in the product: its calls to AWS end the life of its process.

In the directory `LIVES` a file `3.life` holds the names of three calls. The first process that has made just these, for
something that reaches the function for the first time, ends there, and leaves the receipt of the message that it had.
Every call is noted, an invocation to a line.
"""

import importlib
import os
import threading
from pathlib import Path
from typing import Any

from botocore.client import BaseClient

LIVES = Path(os.environ["LIVES"])


class Life:
    """Of this process, invocation after invocation."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._calls: list[str] = []
        self._is_first = False
        self._receipt = ""
        self._notes = (LIVES / f"{os.getpid()}.calls").open("ab", buffering=0)

    def begin(self, records: list[dict[str, Any]]) -> None:
        """An invocation. What was brought before is spared: five times in vain, and it would be given up."""
        receives = [record.get("attributes", {}).get("ApproximateReceiveCount", "1") for record in records]
        self._calls, self._is_first = [], set(receives) == {"1"}
        self._receipt = records[0].get("receiptHandle", "")
        self._notes.write(b"\n")

    def note(self, operation: str) -> None:
        """A call was made; it may have been the last."""
        with self._lock:
            self._calls.append(operation)
            self._notes.write(f"{operation} ".encode())
            if self._is_first and self._is_wanted():
                os._exit(1)

    def _is_wanted(self) -> bool:
        life = LIVES / f"{len(self._calls)}.life"
        try:
            if life.read_text().split() != self._calls:
                return False
            unseen = life.rename(life.with_suffix(".unseen"))
            unseen.write_text(f"{' '.join(self._calls)}\n{self._receipt}")
            unseen.rename(life.with_suffix(".ended"))
        except FileNotFoundError:
            return False  # there was none, or another process was quicker
        return True


def _handler_of(name: str) -> Any:
    module, attribute = name.rsplit(".", 1)
    return getattr(importlib.import_module(module), attribute)


wrapped, life, call = _handler_of(os.environ["WRAPPED"]), Life(), BaseClient._make_api_call


def noted(client: Any, operation: str, parameters: dict[str, Any]) -> Any:
    try:
        return call(client, operation, parameters)
    finally:
        life.note(operation)


def handler(event: dict[str, Any], context: Any) -> Any:
    life.begin(event["Records"])
    return wrapped(event, context)


BaseClient._make_api_call = noted

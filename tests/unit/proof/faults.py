"""What can go wrong at one call to AWS, done to the n-th call of a run."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from botocore.exceptions import ClientError, ReadTimeoutError

from tests.support.memory_tables import Killed

FAULTS = ("killed before", "killed after", "refused", "answer lost", "failed after it was done")


@dataclass
class Disturbance:
    """A fault at one call. A process that was killed makes no more calls."""

    number: int
    fault: str
    calls: list[str] = field(default_factory=list)
    has_struck: bool = False

    def __call__(self, name: str, run: Callable[[], Any]) -> Any:
        if self.has_struck and self.fault.startswith("killed"):
            raise Killed
        self.calls.append(name)
        if len(self.calls) != self.number or self.has_struck:
            return run()
        self.has_struck = True
        if self.fault not in ("killed before", "refused"):
            _whatever_comes_of(run)
        raise error_of(self.fault, name)


@dataclass
class Noted:
    """No fault: the names of the calls, as they come."""

    calls: list[str] = field(default_factory=list)

    def __call__(self, name: str, run: Callable[[], Any]) -> Any:
        self.calls.append(name)
        return run()


def _whatever_comes_of(run: Callable[[], Any]) -> None:
    try:
        run()
    except ClientError:
        return  # the answer is lost all the same


def error_of(fault: str, name: str) -> BaseException:
    if fault.startswith("killed"):
        return Killed()
    if fault == "answer lost":
        return ReadTimeoutError(endpoint_url=name)
    code, status = ("ThrottlingException", 400) if fault == "refused" else ("InternalServerError", 500)
    answer: Any = {"Error": {"Code": code, "Message": code}, "ResponseMetadata": {"HTTPStatusCode": status}}
    return ClientError(answer, name)

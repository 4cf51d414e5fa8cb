"""The directory of one stack on disk: used by one run at a time, and marked while in use."""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

# Holds the process id of the run.
MARK = "running"
# As long as a server may take to save after whoever started it was killed.
WAIT_FOR_OTHER_S = 20


class InUse(Exception):
    """Another run, or its server that is still saving, holds the directory."""


@dataclass(frozen=True)
class Hold:
    """`descriptor` holds the lock; a process that inherits it holds it as long as it lives."""

    directory: Path
    descriptor: int

    def was_left_running(self) -> bool:
        """The last run never came to its end."""
        return (self.directory / MARK).exists()

    def mark_running(self) -> None:
        (self.directory / MARK).write_text(f"{os.getpid()}\n")

    def mark_stopped(self) -> None:
        (self.directory / MARK).unlink(missing_ok=True)


@contextmanager
def held(directory: Path) -> Iterator[Hold]:
    directory.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(directory / "lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        take_lock(descriptor, directory)
        yield Hold(directory=directory, descriptor=descriptor)
    finally:
        os.close(descriptor)


def take_lock(descriptor: int, directory: Path) -> None:
    deadline = time.monotonic() + WAIT_FOR_OTHER_S
    while True:
        try:
            return fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as taken:
            if time.monotonic() > deadline or is_alive(directory / MARK):
                raise InUse(f"another `make run` is using {directory}: stop that one first") from taken
            time.sleep(0.2)


def is_alive(mark: Path) -> bool:
    try:
        os.kill(int(mark.read_text()), 0)
    except (FileNotFoundError, ValueError, ProcessLookupError):
        return False
    except PermissionError:
        return True  # another person's
    return True

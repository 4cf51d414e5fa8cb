"""A process of a function starts with the libraries imported: a third of the time, and much of the memory is shared."""

import json
import os
import select
import signal
import socket
import subprocess
import sys
import threading
from pathlib import Path
from types import SimpleNamespace
from typing import IO, Any

from ministack.core import lambda_runtime

PRIVATE_NAMES = ("ministack.core.lambda_runtime:subprocess", "ministack.core.lambda_runtime:Worker._spawn")
FORKER = Path(__file__).parents[1] / "forker.py"
WORKER = "_worker.py"


def apply() -> None:
    if not hasattr(os, "pidfd_open"):  # Linux alone lets one process watch another's child
        return
    forker = Forker()

    def start(command: list[str], **options: Any) -> Any:
        if command[0] == sys.executable and command[-1].endswith(WORKER):
            return forker.start(command[-1], options["cwd"], options["env"])
        return subprocess.Popen(command, **options)  # nosec B603 # as the embedded AWS would

    lambda_runtime.subprocess = SimpleNamespace(Popen=start, PIPE=subprocess.PIPE)


class Forker:
    """The process that forks, asked by one thread at a time."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._asked, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            command = [sys.executable, str(FORKER), str(theirs.fileno())]
            subprocess.Popen(command, stdin=subprocess.DEVNULL, pass_fds=(theirs.fileno(),))  # nosec B603 # our own

    def start(self, script: str, directory: str, environment: dict[str, str]) -> "Forked":
        wanted = json.dumps({"script": script, "directory": directory, "environment": environment}).encode()
        (stdin, to_stdin), (from_stdout, stdout), (from_stderr, stderr) = os.pipe(), os.pipe(), os.pipe()
        try:
            with self._lock:
                socket.send_fds(self._asked, [wanted], [stdin, stdout, stderr])
                number, (watched,), _, _ = socket.recv_fds(self._asked, 32, 1)
        finally:
            for descriptor in (stdin, stdout, stderr):
                os.close(descriptor)
        return Forked(int(number), watched, to_stdin, from_stdout, from_stderr)


class Forked:
    """What the embedded AWS uses of a Popen."""

    def __init__(self, pid: int, watched: int, *streams: int) -> None:
        self.pid, self._watched = pid, watched
        self.stdin: IO[str] = os.fdopen(streams[0], "w", encoding="utf-8", buffering=1)
        self.stdout: IO[str] = os.fdopen(streams[1], encoding="utf-8")
        self.stderr: IO[str] = os.fdopen(streams[2], encoding="utf-8")

    def __del__(self) -> None:
        os.close(self._watched)

    def poll(self) -> int | None:
        """Nothing as long as it runs; how it ended is not known."""
        return self._ended_within(0)

    def wait(self, timeout: float | None = None) -> int:
        ended = self._ended_within(timeout)
        if ended is None:
            raise subprocess.TimeoutExpired(str(self.pid), timeout or 0)
        return ended

    def terminate(self) -> None:
        self._send(signal.SIGTERM)

    def kill(self) -> None:
        self._send(signal.SIGKILL)

    def _send(self, number: signal.Signals) -> None:
        if self.poll() is None:
            signal.pidfd_send_signal(self._watched, number)

    def _ended_within(self, timeout: float | None) -> int | None:
        poll = select.poll()
        poll.register(self._watched, select.POLLIN)
        return 0 if poll.poll(None if timeout is None else timeout * 1000) else None

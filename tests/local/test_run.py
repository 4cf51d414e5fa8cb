"""`make run`: ready, refused, stopped, and started again after a clean stop and after a kill."""

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from infra.local.directory import MARK
from infra.local.server import free_port, refuse_taken_port
from infra.local.stack import DIRECTORY_VARIABLE, ROOT, Stack
from tests.support.http import call

pytestmark = pytest.mark.slow
PATIENCE_SECONDS = 120


class Run:
    """One `make run`, with the lines it printed so far."""

    def __init__(self, directory: Path, *, port: int) -> None:
        environment = {**os.environ, DIRECTORY_VARIABLE: str(directory), "PORT": str(port), "SECRET_OF_OURS": "1"}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "infra.run", "--without-sample"],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.lines: list[str] = []

    def read_until(self, last: str) -> list[str]:
        assert self.process.stdout is not None
        with self._killed_after(PATIENCE_SECONDS):
            for line in self.process.stdout:
                self.lines.append(line.rstrip("\n"))
                if self.lines[-1] == last:
                    return self.lines
        raise AssertionError(f"no {last!r} in {self.lines}")

    def end(self, number: int) -> int:
        self.process.send_signal(number)
        assert self.process.stdout is not None
        with self._killed_after(PATIENCE_SECONDS):
            self.lines += self.process.stdout.read().splitlines()
        return self.process.wait(30)

    @contextmanager
    def _killed_after(self, seconds: float) -> Iterator[None]:
        """A run that hangs prints nothing: reading it would never end."""
        timer = threading.Timer(seconds, self.process.kill)
        timer.start()
        try:
            yield
        finally:
            timer.cancel()


@contextmanager
def started(directory: Path, *, port: int | None = None) -> Iterator[Run]:
    run = Run(directory, port=port or free_port())
    try:
        yield run
    finally:
        if run.process.poll() is None:
            run.end(signal.SIGKILL)


def test_it_gets_ready_refuses_a_second_stops_on_interrupt_and_finds_its_data_again(tmp_path: Path) -> None:
    port = free_port()
    with started(tmp_path, port=port) as first:
        first.read_until("ready")
        before = Stack.load(tmp_path)
        assert json.loads((tmp_path / "stack.json").read_text())["region"] == "us-east-1"
        assert call("GET", f"{before.api_url}/v1/me").status == 401
        before.client("s3").put_object(Bucket=before.outputs["DraftsBucket"], Key="kept", Body=b"kept")
        assert_a_second_run_is_refused(tmp_path, tmp_path / "other", port=port)
        assert first.end(signal.SIGINT) == 0
        assert first.lines[-1] == "Stopped."
    with started(tmp_path) as second:
        assert "Nothing in it has changed." in second.read_until("ready")
        after = Stack.load(tmp_path)
        assert (after.outputs, after.users) == (before.outputs, before.users)
        assert after.client("s3").get_object(Bucket=after.outputs["DraftsBucket"], Key="kept")["Body"].read() == b"kept"
        assert not any("killed" in line for line in second.lines)
        second.end(signal.SIGKILL)
    with started(tmp_path) as third:
        assert any("The last run was killed" in line for line in third.read_until("ready"))
        assert third.end(signal.SIGTERM) == 0


def assert_a_second_run_is_refused(directory: Path, other: Path, *, port: int) -> None:
    """On the same directory, and on another directory with the same port."""
    for taken, reason in ((directory, "another `make run`"), (other, "is taken")):
        with started(taken, port=port) as second:
            assert second.process.wait(30) == 1
            assert second.process.stdout is not None
            assert reason in second.process.stdout.read()


def test_a_port_that_is_none_is_refused(tmp_path: Path) -> None:
    with started(tmp_path, port=70000) as run:
        assert run.process.wait(10) == 1


def test_an_interrupt_while_it_starts_is_a_clean_stop(tmp_path: Path) -> None:
    port = free_port()
    with started(tmp_path, port=port) as run:
        run.read_until(f"Starting the embedded AWS on port {port} ...")
        assert run.end(signal.SIGINT) == 0
        assert run.lines[-1] == "Stopped."
    assert not (tmp_path / MARK).exists(), "the next run would say that this one was killed"
    refuse_taken_port(port)

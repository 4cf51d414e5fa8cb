"""`make run` at its edges: whose run it is, whose child it is, and what its processes let go of."""

import fcntl
import os
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from infra import run
from infra.local import directory, forker


def test_the_run_of_another_person_is_alive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: int) -> None:
        raise PermissionError

    (tmp_path / "running").write_text("4711\n")
    monkeypatch.setattr(os, "kill", refused)
    assert directory.is_alive(tmp_path / "running")


def test_it_stops_also_when_its_parent_went_while_it_started(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    parents = iter([4711])
    monkeypatch.setattr(os, "getppid", lambda: next(parents, 1))
    monkeypatch.setattr(sys, "argv", ["run", "--with-parent"])
    monkeypatch.setattr(sys, "stdout", SimpleNamespace(reconfigure=lambda **_: None))
    monkeypatch.setattr(run, "local_directory", lambda: tmp_path)
    monkeypatch.setattr(run.Interruption, "listen", lambda _: None)

    def started(*_: Any, **how: Any) -> int:
        os.getppid()
        server = SimpleNamespace(process=SimpleNamespace(poll=lambda: None))
        return run.stay(server, parent=how["parent"])  # type: ignore[arg-type]

    monkeypatch.setattr(run, "run", started)
    assert run.main() == 0


def test_a_process_of_a_function_closes_what_is_open_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    ranges: list[tuple[int, int]] = []
    monkeypatch.setattr(os, "closerange", lambda *between: ranges.append(between))
    high = fcntl.fcntl(0, fcntl.F_DUPFD, 200)
    try:
        forker.close_inherited()
        inherited = max(map(int, os.listdir("/proc/self/fd")))
    finally:
        os.close(high)
    ((first, end),) = ranges
    assert (first, high < end <= inherited + 2) == (3, True)

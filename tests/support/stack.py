"""A stack of its own for the end-to-end tests: another directory, another port, nothing kept.

`SEATKEEPER_E2E=running` takes the one of `make run` instead, which must be up.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from infra.local.product import bring_up, load_sample
from infra.local.server import free_port, start_server
from infra.local.stack import DIRECTORY_VARIABLE, Stack


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """With the sample data; made available by `pytest_plugins = ["tests.support.stack"]` or an import."""
    if os.environ.get("SEATKEEPER_E2E") == "running":
        yield Stack.load()
    else:
        with private_stack(tmp_path_factory.mktemp("stack"), has_sample=True) as own:
            yield own


@contextmanager
def private_stack(directory: Path, *, has_sample: bool, keeps_state: bool = False) -> Iterator[Stack]:
    """While it is up, `Stack.load()` and the operator's command line find this one."""
    server = start_server(directory, port=free_port(), keeps_state=keeps_state)
    try:
        with found_by_others(directory):
            stack = bring_up(server, say=print)
            yield load_sample(stack, directory, say=print) if has_sample else stack
    finally:
        server.stop()


@contextmanager
def found_by_others(directory: Path) -> Iterator[None]:
    before = os.environ.get(DIRECTORY_VARIABLE)
    os.environ[DIRECTORY_VARIABLE] = str(directory)
    try:
        yield
    finally:
        if before is None:
            del os.environ[DIRECTORY_VARIABLE]
        else:
            os.environ[DIRECTORY_VARIABLE] = before

"""One server for all tests of this directory that do not restart it."""

from collections.abc import Iterator

import pytest

from infra.local.stack import Stack
from tests.local.spike import deployed_on, server_in


@pytest.fixture(scope="session")
def spike(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    with server_in(tmp_path_factory.mktemp("local-aws"), keeps_state=False) as server:
        yield deployed_on(server)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--repair", help="only the tests of one repair of the embedded AWS")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    wanted = config.getoption("--repair", None)
    if wanted:
        items[:] = [item for item in items if any(mark.args == (wanted,) for mark in item.iter_markers("repair"))]

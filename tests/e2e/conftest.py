"""The running stack, once for all tests of a process; whatever they did, nothing that people typed in was logged."""

from collections.abc import Iterator

import pytest

from infra.local.stack import Stack
from tests.support.stack import stack  # noqa: F401 - a fixture
from tests.support.stack_logs import personal_lines


@pytest.fixture(scope="session", autouse=True)
def nothing_personal_is_logged(stack: Stack) -> Iterator[None]:  # noqa: F811 - the fixture
    """Looks at the end of each process, whose stack only its own tests have used."""
    yield
    assert personal_lines(stack) == []

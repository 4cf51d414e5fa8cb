"""The running stack, once for all of these tests."""

from tests.support.stack import stack  # noqa: F401 - a fixture

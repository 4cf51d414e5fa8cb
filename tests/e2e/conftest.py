"""The running stack, once for all of these tests; those that leave it busy for minutes come last."""

import pytest

from tests.support.stack import stack  # noqa: F401 - a fixture


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: [item.get_closest_marker(each) is not None for each in ("closing", "last")])

"""Nothing waits."""

import logging
from collections.abc import Iterator

import pytest


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    """A line for each of thousands of messages helps nobody."""
    logging.disable(logging.INFO)
    yield
    logging.disable(logging.NOTSET)

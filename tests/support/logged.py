"""Everything that functions log, by our logger or past it, searched for what is personal."""

import io
import logging
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from shared.logs import logger

MARK = "Quokka"
"""In every personal value of such a test; case does not count."""
ADDRESS = "203.0.113.7"
"""Where `tests.support.api` calls from."""


class Logged:
    """All that was logged, by our logger or past it, and what was printed."""

    def __init__(self, stream: io.StringIO, printed: pytest.CaptureFixture[str]) -> None:
        self._stream, self._printed, self._before = stream, printed, ""

    @property
    def text(self) -> str:
        captured = self._printed.readouterr()
        self._before += captured.out + captured.err
        return self._stream.getvalue() + self._before

    def forget(self) -> None:
        self._before = ""
        self._stream.truncate(0)

    def check(self, *outcomes: str) -> None:
        """What should be there is, and nothing personal is."""
        text = self.text
        assert not [each for each in outcomes if each not in text]
        personal = (MARK.lower(), ADDRESS)
        assert not [line for line in text.lower().splitlines() if any(each in line for each in personal)]


@contextmanager
def everything_logged(capsys: pytest.CaptureFixture[str]) -> Iterator[Logged]:
    stream, ours = io.StringIO(), logger.registered_handler
    before, others = ours.setStream(stream), logging.StreamHandler(stream)
    logging.getLogger().addHandler(others)
    try:
        yield Logged(stream, capsys)
    finally:
        logging.getLogger().removeHandler(others)
        ours.setStream(before)

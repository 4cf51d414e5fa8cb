"""Documents that nobody draws, and tables in memory."""

from collections.abc import Iterator

import pytest

from shared.account import quoting
from shared.account.drafts import Draft
from tests.support.memory_tables import MemoryTables, memory_tables


@pytest.fixture
def undrawn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(quoting, "draw_draft", lambda _books, _made, name: Draft(name, "0" * 64, "0" * 64))


@pytest.fixture
def tables(undrawn: None) -> Iterator[MemoryTables]:
    with memory_tables() as tables:
        yield tables

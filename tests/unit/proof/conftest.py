"""AWS in memory, and no waiting."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from shared.account import again, archives, change, logins
from shared.clock import real_now
from shared.mail import claim
from tests.support.memory_aws import MemoryAws, memory_aws


@pytest.fixture
def memory(monkeypatch: pytest.MonkeyPatch) -> Iterator[MemoryAws]:
    for module in (change, again):
        monkeypatch.setattr(module, "FIRST_WAIT", 0)
    monkeypatch.setattr(archives, "WAITS_SECONDS", 0)
    monkeypatch.setattr(logins, "MADE_WITHIN_SECONDS", 0.0)
    # A queue brings a message again once the lease of a mail is over: every look at it is a minute later.
    minutes = iter(range(1_000_000))
    monkeypatch.setattr(claim, "real_now", lambda: real_now() + timedelta(minutes=next(minutes)))
    with memory_aws() as memory:
        yield memory

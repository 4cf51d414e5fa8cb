"""The world of the histories: AWS in memory, a clock that the steps move, and no waiting, drawing or locking."""

import hashlib
import importlib
import logging
from collections.abc import Iterator
from datetime import timedelta

import pytest

from shared import clock
from shared.account import again, change, logins, open
from shared.clock import real_now
from shared.documents import contract
from shared.mail import claim
from tests.support.memory_aws import memory_aws
from tests.support.template import functions
from tests.unit.model.opening import open_both
from tests.unit.model.world import World


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    for module in (change, again):
        monkeypatch.setattr(module, "FIRST_WAIT", 0)
    monkeypatch.setattr(logins, "MADE_WITHIN_SECONDS", 0.0)
    # Drawing takes longer than all the rest of a history; documents are looked at elsewhere.
    monkeypatch.setattr(
        contract, "render_contract", lambda document: hashlib.sha256(document.to_json().encode()).digest()
    )
    # A queue brings a message again once the lease of a mail is over: every look at it is a minute later.
    minutes = iter(range(10**9))
    monkeypatch.setattr(claim, "real_now", lambda: real_now() + timedelta(minutes=next(minutes)))
    for function in functions().values():
        importlib.import_module(function["Handler"].rsplit(".", 1)[0])
    logging.disable(logging.CRITICAL)  # of so many calls, what is logged would fill the memory
    with memory_aws() as memory:
        monkeypatch.setenv("STAGE", "local")  # where a price may come into force at once, and every mail is kept
        world = World(memory)
        # What was imported before has the real clock; only the time of accounts is asked of this one.
        monkeypatch.setattr(clock, "real_now", lambda: world.clock)
        monkeypatch.setattr(open, "real_now", lambda: world.clock)
        open_both(world)
        yield world
    logging.disable(logging.NOTSET)

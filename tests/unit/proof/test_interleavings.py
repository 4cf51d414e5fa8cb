"""Two commands that want the same thing: whatever the order of their calls, one of the allowed things comes of it."""

import random
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest

from infra.operator.recount import differences_of
from tests.support.memory_aws import MemoryAws
from tests.unit.proof.interleaving import Order, every_order, in_order
from tests.unit.proof.pairs import PAIRS, Pair
from tests.unit.proof.place import Place, busy_place
from tests.unit.proof.test_crash_sweep import IS_WHOLE, SEED

DRAWN = 12


@pytest.mark.parametrize("preparing", PAIRS, ids=lambda preparing: preparing.__name__)
def test_every_order_of_calls_comes_to_what_is_allowed(
    memory: MemoryAws,
    preparing: Callable[[Place], Pair],
    monkeypatch: pytest.MonkeyPatch,
    record_property: Callable[[str, object], None],
) -> None:
    monkeypatch.setenv("STAGE", "local")  # where a price may come into force at once
    place = busy_place(memory)
    pair = preparing(place)
    before, seen = memory.kept(), Counter[tuple[str, str]]()
    orders = (
        every_order(memory, pair.commands, before, pair.most_interruptions)
        if IS_WHOLE
        else _drawn(memory, pair, before)
    )
    for order in orders:
        assert order.outcomes in pair.allowed, order
        place.ahead(timedelta(minutes=1))  # past every run's own time
        assert list(differences_of(place.account_id)) == [], order
        assert pair.holds(), order
        seen[order.outcomes] += 1
    record_property("orders of calls", (seen.total(), seen.total()))
    assert not IS_WHOLE or set(seen) == pair.allowed


def _drawn(memory: MemoryAws, pair: Pair, before: bytes) -> Iterator[Order]:
    drawing = random.Random(SEED)
    for _ in range(DRAWN):
        memory.back_to(before)
        yield in_order(memory, pair.commands, drawing.randrange)

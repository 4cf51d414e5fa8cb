"""Identifiers sort by the moment they were made, and tell it."""

from datetime import timedelta

from shared.clock import real_now
from shared.ids import new_id, written_at


def test_identifiers_rise_within_a_process() -> None:
    made = [new_id() for _ in range(1000)]
    assert made == sorted(set(made))


def test_an_identifier_tells_when_it_was_made() -> None:
    assert abs(written_at(new_id()) - real_now()) < timedelta(seconds=1)

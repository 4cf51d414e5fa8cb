"""Importing people takes few transactions; a second run changes nothing; a seat costs the same in any pool."""

import pytest

from tests.bench.people import MOST_TRANSACTIONS, Imported, import_all
from tests.bench.seats import seat_in_few_and_many


def test_ten_thousand_people_in_ten_files() -> None:
    assert import_all() == Imported(transactions=330, in_vain=0, changed=[])
    assert MOST_TRANSACTIONS >= 330


@pytest.mark.parametrize(("rows", "packets"), [(51, 2), (63, 2), (64, 3), (65, 3)])
def test_the_event_of_the_end_goes_with_the_last_people_if_there_is_room(rows: int, packets: int) -> None:
    """With two pools thirty-two people fill a transaction, and thirty-one the last."""
    assert import_all(files=1, rows=rows) == Imported(1 + packets, in_vain=0, changed=[])


def test_a_seat_takes_three_requests_in_a_pool_of_any_size() -> None:
    assert seat_in_few_and_many(many=1000, rounds=1).requests == (3, 3)

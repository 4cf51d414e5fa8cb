"""Imports in the model: rows judged one by one, each as if those before it were done."""

import copy
from collections.abc import Sequence
from typing import NamedTuple

from tests.unit.model.company import Company, No
from tests.unit.model.due import come_up_to_date
from tests.unit.model.people import Person
from tests.unit.model.seating import Wanted, add


class Row(NamedTuple):
    """A person in a file."""

    username: str
    name: str
    email: str
    wanted: tuple[Wanted, ...]


def judge(company: Company, rows: Sequence[Row], others: set[str], *, is_dry: bool) -> list[tuple[str, str | None]]:
    """What becomes of each row; `others` are the usernames of other companies. A dry run changes nothing."""
    if is_dry:
        company = copy.deepcopy(company)
    come_up_to_date(company)
    company.tell("import.started")
    verdicts = [_judged(company, row, others) for row in rows]
    company.tell("import.done")
    return verdicts


def _judged(company: Company, row: Row, others: set[str]) -> tuple[str, str | None]:
    if row.username in others:
        return "refused", "username_taken"
    for known in company.people:
        if known.username == row.username:
            return _compared(known, row)
    try:
        add(company, Person(row.username, row.name, row.email), row.wanted, is_taken=False)
    except No as no:
        return "refused", no.code
    return "added", None


def _compared(known: Person, row: Row) -> tuple[str, str | None]:
    if not known.is_active:
        return "refused", "user_deactivated"
    seats = {(seat.sku, seat.role) for seat in known.seats.values()}
    is_same = (known.name, known.email, seats) == (row.name, row.email, {tuple(each) for each in row.wanted})
    return ("unchanged", None) if is_same else ("refused", "user_differs")

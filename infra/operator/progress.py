"""Progress of long work, on standard error: standard output holds the answer alone."""

import sys
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import TypeVar

T = TypeVar("T")
LINES = 20


def say(text: str) -> None:
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()


def one_by_one(things: Sequence[T], *, done: str) -> Iterator[T]:
    """Each of them; about twenty times in between it is said how many are done."""
    step = max(1, -(-len(things) // LINES))
    for number, thing in enumerate(things, 1):
        yield thing
        if number % step == 0 or number == len(things):
            say(f"{number} of {len(things)} {done}")


def month_by_month() -> Callable[[datetime], None]:
    """Says so whenever another month has begun."""
    begun: set[tuple[int, int]] = set()

    def reached(at: datetime) -> None:
        if (at.year, at.month) not in begun:
            begun.add((at.year, at.month))
            say(f"{at:%Y-%m} ...")

    return reached

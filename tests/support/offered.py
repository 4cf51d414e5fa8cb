"""Load offered by a timetable, whether or not the other side keeps up: what waits is late, and its time counts."""

import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from statistics import quantiles
from typing import Generic, TypeVar

# Each call in hand keeps a process of its function busy; more would only wait for the processors.
CLIENTS = 8
Done = TypeVar("Done")


@dataclass(frozen=True)
class Due:
    """The number-th call of a kind, `at` seconds after the start."""

    at: float
    kind: str
    number: int


@dataclass(frozen=True)
class Served(Generic[Done]):
    """A call that was offered: seconds from when it was due to when it was begun and answered, and what came of it."""

    due: Due
    begun_after: float
    answered_after: float
    outcome: Done


def timetable(rates: Mapping[str, float], seconds: float) -> list[Due]:
    """Each kind evenly at its rate a second, all in the order of time."""
    dues = [
        Due(number / rate, kind, number) for kind, rate in rates.items() for number in range(round(rate * seconds))
    ]  # fmt: skip
    return sorted(dues, key=lambda due: due.at)


def offer(dues: Sequence[Due], do: Callable[[Due], Done], *, give_up_late: float | None = None) -> list[Served[Done]]:
    """Do each when it is due, or as soon after as one of the clients is free.

    With `give_up_late`, nothing more is begun once a call began so many seconds late.
    """
    started, waiting, lock = time.monotonic(), iter(dues), threading.Lock()
    served: list[Served[Done]] = []

    def client() -> None:
        for due in _taken(waiting, lock):
            time.sleep(max(0.0, started + due.at - time.monotonic()))
            begun_after = time.monotonic() - started - due.at
            if give_up_late is not None and begun_after > give_up_late:
                return
            outcome = do(due)
            served.append(Served(due, begun_after, time.monotonic() - started - due.at, outcome))

    with ThreadPoolExecutor(CLIENTS) as pool:
        for ended in [pool.submit(client) for _ in range(CLIENTS)]:
            ended.result()
    return served


def _taken(waiting: Iterator[Due], lock: threading.Lock) -> Iterator[Due]:
    while True:
        with lock:
            due = next(waiting, None)
        if due is None:
            return
        yield due


def percentiles(seconds: Sequence[float]) -> tuple[float, float]:
    """The 50th and the 99th, in milliseconds."""
    cuts = quantiles(seconds, n=100, method="inclusive")
    return cuts[49] * 1000, cuts[98] * 1000

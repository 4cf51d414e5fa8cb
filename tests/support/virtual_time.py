"""Threads that take turns on a clock of their own: it goes on only when all of them sleep."""

import heapq
from collections.abc import Callable, Sequence
from itertools import count
from threading import Event, Thread


class VirtualTime:
    """One thread runs at a time, so that the same seed gives the same run."""

    def __init__(self) -> None:
        self.now = 0.0
        self._order = count()
        self._asleep: list[tuple[float, int, Event]] = []
        self._over = Event()

    def monotonic(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        mine = self._wake_at(self.now + seconds)
        self._wake_next()
        mine.wait()

    def run(self, jobs: Sequence[Callable[[], None]]) -> None:
        """Do all jobs, begun at once, to their end."""
        for job in jobs:
            Thread(target=self._job, args=(job, self._wake_at(self.now)), daemon=True).start()
        self._wake_next()
        self._over.wait()

    def _job(self, job: Callable[[], None], begins: Event) -> None:
        begins.wait()
        try:
            job()
        finally:
            self._wake_next()

    def _wake_at(self, when: float) -> Event:
        woken = Event()
        heapq.heappush(self._asleep, (when, next(self._order), woken))
        return woken

    def _wake_next(self) -> None:
        if not self._asleep:
            self._over.set()
            return
        self.now, _, woken = heapq.heappop(self._asleep)
        woken.set()

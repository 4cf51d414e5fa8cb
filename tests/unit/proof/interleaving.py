"""Two commands at once, one call to AWS at a time: every order of their calls, or a drawn one."""

import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from shared.errors import Refusal
from tests.support.memory_aws import MemoryAws, undisturbed

Command = Callable[[], Any]
Choose = Callable[[int], int]


class OnePasses:
    """Two threads of which one runs at a time, from one call to AWS to the next."""

    def __init__(self, commands: Sequence[Command]) -> None:
        self.waits_before: dict[int, str] = {}
        self.outcomes: dict[int, str] = {}
        self._may_go = [threading.Semaphore(0), threading.Semaphore(0)]
        self._has_stopped = threading.Semaphore(0)
        self._mine = threading.local()
        self._threads = [threading.Thread(target=self._run, args=each) for each in enumerate(commands)]

    def start(self) -> None:
        for thread in self._threads:
            thread.start()
            self._has_stopped.acquire()

    def step(self, number: int) -> None:
        """Let one thread make its call, and run up to the next or to its end."""
        self.waits_before.pop(number)
        self._may_go[number].release()
        self._has_stopped.acquire()

    def __call__(self, name: str, run: Callable[[], Any]) -> Any:
        number = self._mine.number
        self.waits_before[number] = name
        self._has_stopped.release()
        self._may_go[number].acquire()
        return run()

    def _run(self, number: int, command: Command) -> None:
        self._mine.number = number
        try:
            self.outcomes[number] = str(command())
        except Refusal as refusal:
            self.outcomes[number] = refusal.code
        except Exception as error:  # noqa: BLE001 - told as an outcome, which no test allows
            self.outcomes[number] = repr(error)
        finally:
            self._has_stopped.release()


@dataclass
class Order:
    """The order in which the calls were let through, and where the other thread could have gone instead."""

    choices: list[int] = field(default_factory=list)
    other_ways: list[int] = field(default_factory=list)
    outcomes: tuple[str, str] = ("", "")

    def begun_otherwise(self, step: int) -> list[int]:
        return [*self.choices[:step], 1 - self.choices[step]]

    def interruptions(self, step: int) -> int:
        """How often one thread had gone first though the other could have gone on, were it to be so at a step too."""
        switched = [s for s in self.other_ways if 0 < s < step and self.choices[s] != self.choices[s - 1]]
        return len(switched) + int(step > 0)


def in_order(memory: MemoryAws, commands: Sequence[Command], choose: Choose | None, begun: Sequence[int] = ()) -> Order:
    """Run both, as `begun` says, then by `choose`, or each to its end."""
    both, order = OnePasses(commands), Order()
    memory.around = both
    both.start()
    while both.waits_before:
        free, step = sorted(both.waits_before), len(order.choices)
        last = order.choices[-1] if order.choices else 0
        by_default = choose(2) if choose else last
        wanted = begun[step] if step < len(begun) else by_default
        chosen = wanted if wanted in free else free[0]
        if len(free) == 2:
            order.other_ways.append(step)
        order.choices.append(chosen)
        both.step(chosen)
    memory.around = undisturbed
    order.outcomes = (both.outcomes[0], both.outcomes[1])
    return order


def every_order(
    memory: MemoryAws, commands: Sequence[Command], before: bytes, most_interruptions: int | None
) -> Iterator[Order]:
    """All orders of the calls of two commands from the same beginning; with a bound, those of few interruptions."""
    begun: list[list[int]] = [[]]
    while begun:
        memory.back_to(before)
        prefix = begun.pop()
        order = in_order(memory, commands, None, prefix)
        yield order
        for step in (step for step in order.other_ways if step >= len(prefix)):
            if most_interruptions is None or order.interruptions(step) <= most_interruptions:
                begun.append(order.begun_otherwise(step))

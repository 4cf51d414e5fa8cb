"""Two commands at once, one call to AWS at a time: every order of their calls, or a drawn one."""

import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from shared.errors import Refusal
from tests.support.memory_aws import MemoryAws, undisturbed

Command = Callable[[], Any]
Choose = Callable[[int], int]
READS = ("dynamodb.get_item", "dynamodb.batch_get_item", "dynamodb.query", "s3.get_object")


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
    """The order in which the calls were let through, and where the other thread could have gone first."""

    choices: list[int] = field(default_factory=list)
    other_ways: list[int] = field(default_factory=list)
    outcomes: tuple[str, str] = ("", "")


def in_order(memory: MemoryAws, commands: Sequence[Command], choose: Choose | None, begun: Sequence[int] = ()) -> Order:
    """Run both, as `begun` says, then by `choose`, or the first thread first.

    Two reads commute: of two orders that differ by such a swap only the one is gone through where nothing is chosen.
    """
    both, order, first_sleeps = OnePasses(commands), Order(), False
    memory.around = both
    both.start()
    while both.waits_before:
        free = sorted(both.waits_before)
        if choose is None and first_sleeps and 1 in free:
            free = [1]
        step = len(order.choices)
        chosen = begun[step] if step < len(begun) else (choose(len(free)) if choose and len(free) > 1 else free[0])
        if free == [0, 1] and chosen == 0:
            order.other_ways.append(step)
        is_read = both.waits_before[chosen] in READS
        first_reads = both.waits_before.get(0) in READS
        first_sleeps = chosen == 1 and is_read and first_reads
        order.choices.append(chosen)
        both.step(chosen)
    memory.around = undisturbed
    order.outcomes = (both.outcomes[0], both.outcomes[1])
    return order


def every_order(memory: MemoryAws, commands: Sequence[Command], before: bytes) -> Iterator[Order]:
    """All orders of the calls of two commands, each from the same beginning."""
    begun: list[list[int]] = [[]]
    while begun:
        memory.back_to(before)
        prefix = begun.pop()
        order = in_order(memory, commands, None, prefix)
        yield order
        begun += [[*order.choices[:step], 1] for step in order.other_ways if step >= len(prefix)]

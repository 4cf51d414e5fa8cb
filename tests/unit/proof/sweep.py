"""One scenario, run undisturbed, then with every fault at every call: tried again, and once more, late."""

import logging
import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from infra.operator.recount import differences_of
from tests.support.api import Reply
from tests.support.memory_aws import MemoryAws, undisturbed
from tests.support.memory_tables import Killed
from tests.unit.proof.api_scenarios import Action, Preparing
from tests.unit.proof.faults import FAULTS, Disturbance, Noted
from tests.unit.proof.place import Place, answer_told, busy_place, difference_of, told

TRIES = 3
"""How often a call is repeated after a fault; the queues would bring a message five times."""


@dataclass(frozen=True)
class Undisturbed:
    """What a scenario's call makes of AWS, answers and comes to when nothing goes wrong."""

    calls: list[str]
    answer: Any
    state: dict[str, Any]
    mails: int


class Sweep:
    """A scenario, ready to be run again and again from the same beginning."""

    def __init__(self, memory: MemoryAws, preparing: Preparing) -> None:
        self.memory, self.name = memory, preparing.__name__
        self.place: Place = busy_place(memory)
        self.action: Action = preparing(self.place)
        self.before = memory.kept()
        self.expected = self._undisturbed()

    def faults(self, chosen: random.Random | None) -> Iterator[Disturbance]:
        """Every fault at every call; with a chooser, one at each."""
        for number in range(1, len(self.expected.calls) + 1):
            for fault in [chosen.choice(FAULTS)] if chosen else FAULTS:
                yield Disturbance(number, fault)

    def wrong_with(self, disturbance: Disturbance) -> list[str]:
        """What is not as it should be once the call was disturbed, repeated, and repeated late."""
        self.memory.back_to(self.before)
        self.memory.around = disturbance
        answers = [self._tried()]
        self.memory.around = undisturbed
        while not _is_done(answers[-1]) and len(answers) <= TRIES:
            answers.append(self._tried())
        late = self._tried()
        return [*self._of_answers(answers[-1], late), *self._of_state(disturbance)]

    def _undisturbed(self) -> Undisturbed:
        self.memory.back_to(self.before)
        noted = Noted()
        self.memory.around = noted
        answer = self._tried()
        self.memory.around = undisturbed
        assert _is_done(answer), (self.name, answer)
        assert noted.calls, self.name
        assert not list(differences_of(self.place.account_id)), self.name
        expected = Undisturbed(noted.calls, answer_told(answer), told(self.place), len(self.memory.mails.sent))
        assert _is_done(self._tried()), self.name
        assert difference_of(told(self.place), expected.state) == [], f"{self.name}, twice undisturbed"
        return expected

    def _tried(self) -> Any:
        logging.disable(logging.CRITICAL)
        try:
            return self.action()
        except (Exception, Killed) as error:  # noqa: BLE001 - a function that fails, or ends
            return error
        finally:
            logging.disable(logging.NOTSET)

    def _of_answers(self, last: Any, late: Any) -> Iterator[str]:
        if answer_told(last) != self.expected.answer:
            yield f"answered {answer_told(last)!r} instead of {self.expected.answer!r}"
        if not _is_done(late):
            yield f"a late repeat is answered {late!r}"

    def _of_state(self, disturbance: Disturbance) -> Iterator[str]:
        yield from difference_of(told(self.place), self.expected.state)
        yield from (str(each) for each in differences_of(self.place.account_id))
        calls, mails = self.expected.calls, len(self.memory.mails.sent) - self.expected.mails
        # A mail that went out just before the fault may go out again; no other ever does.
        is_after_sending = "sesv2.send_email" in calls[: disturbance.number]
        if mails > int(is_after_sending):
            yield f"{mails} mails too many"


def _is_done(answer: Any) -> bool:
    if isinstance(answer, Reply):
        return answer.status < 300
    return not isinstance(answer, BaseException) and (answer == [] or isinstance(answer, int))

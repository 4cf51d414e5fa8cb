"""Where histories take place: AWS in memory with two companies, set back before each, and calls that can go wrong."""

import copy
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, TypeVar, cast

from tests.support.api import Reply, call
from tests.support.memory_aws import MemoryAws, undisturbed
from tests.support.memory_tables import Killed
from tests.unit.model.company import Company
from tests.unit.proof.faults import Disturbance

T = TypeVar("T")
Trouble = tuple[int, str]
TRIES = 3
OPENED = datetime(2027, 1, 31, 9, tzinfo=UTC)


class World:
    """Two companies of the real thing and of the model. `clock` is the time of those that are no sandboxes."""

    def __init__(self, memory: MemoryAws) -> None:
        self.memory, self.clock = memory, OPENED
        self.companies: list[Company] = []
        self.counted: Counter[str] = Counter()
        self.known: dict[tuple[str, str], Any] = {}
        self._kept, self._prepared, self._began_at = b"", list[Company](), OPENED

    def prepared(self, companies: list[Company]) -> None:
        """Where every history begins."""
        self._kept, self._prepared, self._began_at = self.memory.kept(), companies, self.clock

    def begin(self) -> None:
        self.memory.back_to(self._kept)
        self.memory.tables.written.clear()
        self.known.clear()
        self.clock = self._began_at
        # One copy of both, so that they go on sharing the price lists.
        self.companies = copy.deepcopy(self._prepared)
        self.counted["histories"] += 1

    def request(self, sub: str, method: str, path: str, body: Any, trouble: Trouble | None, **more: Any) -> Reply:
        """A call of the API, repeated with its key while it fails."""
        return self.tried(lambda: call(method, path, body, sub=sub, **more), lambda reply: reply.status < 500, trouble)

    def tried(self, run: Callable[[], T], is_done: Callable[[T], bool], trouble: Trouble | None = None) -> T:
        """Do something, with something going wrong at one of its calls to AWS, and again until it is done."""
        if trouble:
            disturbance = Disturbance(*trouble)
            answer = self._disturbed(run, disturbance)
            self.counted["faults"] += 1
            self.counted["struck"] += disturbance.has_struck
            if answer is not None and is_done(answer):
                return answer
        for _ in range(TRIES):
            answer = run()
            if is_done(answer):
                return answer
        raise AssertionError(f"not done after {TRIES} tries: {answer}")

    def written(self, company: Company) -> list[str]:
        """The partitions written to since the last time; none of them is another company's."""
        partitions = [pk for _, (pk, _) in self.memory.tables.written]
        self.memory.tables.written.clear()
        if partitions:
            self.known.clear()
        foreign = [pk for pk in partitions if pk.startswith("A#") and not _is_of(pk, company)]
        assert not foreign, f"written in another company: {foreign}"
        return partitions

    def shown(self, company: Company, name: str, read: Callable[[], T]) -> T:
        """What is read of a company: as it was, where nothing was written and no time has passed since."""
        place = (company.account_id, name)
        if place not in self.known:
            self.known[place] = read()
        return cast(T, self.known[place])

    def _disturbed(self, run: Callable[[], T], disturbance: Disturbance) -> T | None:
        self.memory.around = disturbance
        try:
            return run()
        except (Exception, Killed):  # noqa: BLE001 - a function that fails, or ends
            return None
        finally:
            self.memory.around = undisturbed


def _is_of(partition: str, company: Company) -> bool:
    return partition == f"A#{company.account_id}" or partition.startswith(f"A#{company.account_id}#")

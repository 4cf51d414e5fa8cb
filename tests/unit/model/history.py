"""A history of two companies: what each step rests on, and what must hold after every one."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar, Protocol

from hypothesis.stateful import RuleBasedStateMachine, invariant

from shared.auth import OWNERS
from shared.ids import new_id
from tests.support.api import Reply
from tests.unit.model.checks import check_everything, check_people, check_pools
from tests.unit.model.company import Company
from tests.unit.model.how import How
from tests.unit.model.outcomes import check_caller, check_outcome, outcome
from tests.unit.model.people import Person
from tests.unit.model.world import Trouble, World

CHECKED_EVERY = 16


class Seen(Protocol):
    """Something with an ETag: its edition, and that at which its ETag was seen."""

    edition: Any
    seen: tuple[Any, str] | None


@dataclass(frozen=True)
class Kept:
    """A call that changed something, and its answer."""

    at: int
    caller: Person
    roles: frozenset[str]
    method: str
    path: str
    body: Any
    more: dict[str, Any]
    reply: Reply


class History(RuleBasedStateMachine):
    """Steps are rules of those that inherit. Each first asks the model, then does it, and compares.

    `is_sound` while nothing was found wrong and no step is under way.
    """

    world: ClassVar[World]

    def __init__(self) -> None:
        super().__init__()
        self.world.begin()
        self.companies = self.world.companies
        self.kept: list[Kept] = []
        self.steps, self.touched = 0, self.companies[0]
        self.followed: set[str] = set()
        self.is_sound = False

    @invariant()
    def the_model_tells_what_there_is(self) -> None:
        self.steps += 1
        if not any(person.owns and person.is_ready for person in self.touched.people):
            self.follow(self.touched)  # the owners are new, and somebody has to be able to read
        self.world.written(self.touched)
        check_pools(self.world, self.touched)
        check_people(self.world, self.touched)
        if self.steps % CHECKED_EVERY == 0:
            self.check_both()
        self.world.written(self.touched)
        self.is_sound = True

    def teardown(self) -> None:
        if self.is_sound:
            self.check_both()

    def check_both(self) -> None:
        for company in self.companies:
            check_everything(self.world, company)

    def follow(self, company: Company, trouble: Trouble | None = None) -> None:
        """Have all that follows on activity done."""
        raise NotImplementedError

    def company(self, at: int) -> Company:
        self.world.counted["steps"] += 1
        self.is_sound = False
        self.touched = self.companies[at]
        return self.touched

    def caller(self, company: Company, by: int | None) -> Person:
        owners = (person for person in company.people if person.owns and person.is_ready)
        return next(owners, company.people[0]) if by is None else company.people[by % len(company.people)]

    def change(
        self, how: How, method: str, path: str, body: Any, foretell: Callable[[Person], Any], *,
        roles: frozenset[str] = OWNERS, **more: Any,
    ) -> Reply | None:  # fmt: skip
        """A call that the model foretells: the answer, or None where it was refused as was foretold."""
        company, key = self.touched, new_id()
        caller = self.caller(company, how.by)
        code = outcome(lambda: self.allowed(caller, roles, foretell))
        reply = self.world.request(caller.sub, method, path, body, how.trouble, key=key, **more)
        if how.trouble and not code and reply.status == 403:
            # Who took away their own right, and did not hear of it, is told so when asking again.
            code = outcome(lambda: check_caller(caller, roles))
        check_outcome(reply, code)
        if any(pk.endswith("#IDEM") for pk in self.world.written(company)):
            self.kept.append(
                Kept(self.companies.index(company), caller, roles, method, path, body, more | {"key": key}, reply)
            )
        return None if code else reply

    def guarded(
        self, thing: Seen | None, is_guarded: bool, how: How, method: str, path: str, body: Any,
        foretell: Callable[[Any], Any], **more: Any,
    ) -> Reply | None:  # fmt: skip
        """A change of something that has an ETag, at times only if it is still as it was once seen."""
        guard = thing.seen if thing and is_guarded else None
        headers: dict[str, Any] = {"headers": {"if-match": guard[1]}} if guard else {}
        reply = self.change(how, method, path, body, lambda _: foretell(guard[0] if guard else None), **headers, **more)
        if thing and reply and (guard or not thing.seen):
            thing.seen = (thing.edition, reply.headers["etag"])
        elif thing and not reply and guard:
            thing.seen = None
        return reply

    def allowed(self, caller: Person, roles: frozenset[str], foretell: Callable[[Person], Any]) -> Any:
        check_caller(caller, roles)
        return foretell(caller)

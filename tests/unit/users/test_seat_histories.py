"""Any history of seats: every answer is the one that a small model foretells, and pools, seats and owners agree."""

from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from shared.account.change import Answer, Call
from shared.account.deactivation import deactivate, reactivate
from shared.account.deletion import delete_licenses
from shared.account.import_packets import work_packet
from shared.account.people import add_user
from shared.account.purchase import place_order
from shared.account.quoting import quote
from shared.account.seat_moves import Wanted
from shared.account.seats import assign, unassign
from shared.account.signing import Signature
from shared.account.user_import import people_in, try_import
from shared.auth import OWNERS, Caller
from shared.domain.catalog import OWNER, SKUS
from shared.domain.people_file import COLUMNS
from shared.domain.pool import Pool
from shared.domain.seat import Subject, User
from shared.domain.user_import import UserImport
from shared.errors import Refusal
from shared.ids import new_id
from shared.store import dynamodb, keys
from shared.store.imports import put_import, results_of
from shared.store.records import from_item
from shared.store.transaction import Transaction
from tests.support.memory_tables import memory_tables
from tests.support.sample import OPENING, give_login, load_sample_prices, open_company

BOUGHT = ("jobs-contracted", "jobs-rolling", "jobs-daily", "sales-person-rolling", "sales-support-rolling")
DELETABLE = tuple(sku for sku in BOUGHT if not SKUS[sku].is_contracted)
seats = st.sampled_from([Wanted(sku, role) for sku in BOUGHT for role in (SKUS[sku].roles[0], SKUS[sku].roles[-1])])
several = st.lists(seats, max_size=2, unique_by=lambda seat: SKUS[seat.sku].product)
products, numbers, who = st.sampled_from(("jobs", "sales")), st.integers(1, 3), st.integers(0, 9)


@dataclass
class Person:
    """What the model knows of somebody."""

    username: str
    user_id: str = ""
    is_active: bool = True
    seats: dict[str, Wanted] = field(default_factory=dict)
    last: dict[str, Wanted] = field(default_factory=dict)

    @property
    def owns(self) -> bool:
        return self.is_active and any(seat.role == OWNER for seat in self.seats.values())


def by_product(wanted: Sequence[Wanted]) -> dict[str, Wanted]:
    return {SKUS[seat.sku].product: seat for seat in wanted}


class Seats(RuleBasedStateMachine):
    """An account, and beside it the model that says what each call must come to."""

    @initialize()
    def open(self) -> None:
        self.stack = ExitStack()
        self.tables = self.stack.enter_context(memory_tables())
        load_sample_prices()
        company = open_company(sku="jobs-contracted", quantity=2)
        self.account_id = company.account_id
        owner = Person(OPENING.owner_username, company.owner_id)
        owner.seats = {"jobs": Wanted("jobs-contracted", OWNER)}
        self.people, self.ended = [owner], 0
        self.owned = Counter({"jobs-contracted": 2})

    def teardown(self) -> None:
        self.stack.close()

    @rule(wanted=several)
    def add(self, wanted: list[Wanted]) -> None:
        person = Person(f"person-{len(self.people)}", seats=by_product(wanted))
        fields = {"username": person.username, "name": "Bo Lind", "email": "bo@example.com"}
        answer = self.meets(self.shortage({}, person.seats), lambda: add_user(self.call(), wanted=wanted, **fields))
        if answer:
            person.user_id = answer.body["user_id"]
            self.people.append(person)

    @rule(n=who)
    def log_in(self, n: int) -> None:
        give_login(self.account_id, self.person(n).user_id)

    @rule(n=who, wanted=seats)
    def assign(self, n: int, wanted: Wanted) -> None:
        person, product = self.person(n), SKUS[wanted.sku].product
        after = person.seats | {product: wanted}
        code = "user_deactivated" if not person.is_active else self.refusal(person, after)
        if self.meets(code, lambda: assign(self.call(), person.user_id, product, wanted)):
            self.take(person, after)

    @rule(n=who, product=products)
    def unassign(self, n: int, product: str) -> None:
        person = self.person(n)
        after = {name: seat for name, seat in person.seats.items() if name != product}
        code = self.refusal(person, after) if product in person.seats else "not_found"
        if self.meets(code, lambda: unassign(self.call(), person.user_id, product)):
            self.take(person, after)

    @rule(n=who)
    def deactivate(self, n: int) -> None:
        person = self.person(n)
        code = self.refusal(person, {}) if person.is_active else "user_deactivated"
        if self.meets(code, lambda: deactivate(self.call(), person.user_id)):
            person.last, person.is_active = person.seats, False
            self.take(person, {})

    @rule(n=who, named=st.none() | several)
    def reactivate(self, n: int, named: list[Wanted] | None) -> None:
        person = self.person(n)
        after = person.last if named is None else by_product(named)
        code = "user_active" if person.is_active else self.shortage({}, after)
        if self.meets(code, lambda: reactivate(self.call(), person.user_id, named)):
            person.is_active = True
            self.take(person, after)

    @rule(sku=st.sampled_from(BOUGHT), quantity=numbers)
    def buy(self, sku: str, quantity: int) -> None:
        made = quote(self.call(), sku, quantity).body
        signature = Signature("Ana Pop", made["document_sha256"], "Ana Pop")
        place_order(self.call(), made["quote_id"], signature)
        self.owned[sku] += quantity

    @rule(sku=st.sampled_from(DELETABLE), quantity=numbers)
    def delete(self, sku: str, quantity: int) -> None:
        code = "not_enough_available" if self.free(sku) < quantity else None
        if self.meets(code, lambda: delete_licenses(self.call(), sku, quantity)):
            self.owned[sku] -= quantity

    @rule(wanted=st.lists(several, min_size=1, max_size=5), again=st.booleans())
    def import_people(self, wanted: list[list[Wanted]], again: bool) -> None:
        newcomers = [Person(f"person-{len(self.people)}-{n}", seats=by_product(each)) for n, each in enumerate(wanted)]
        rows = people_in("\n".join([",".join(COLUMNS), *(self.row(each) for each in newcomers)]).encode())
        tried = try_import(self.account_id, rows)["rows"]
        expected = [self.imported(person) for person in newcomers]
        for _ in range(2 if again else 1):
            started = UserImport(new_id(), self.people[0].user_id, OPENING.sandbox_now, len(rows))  # type: ignore[arg-type]
            transaction = Transaction()
            put_import(transaction, self.account_id, started)
            transaction.commit()
            assert work_packet(self.account_id, started, rows).status == "done"
            results = results_of(self.account_id, started.import_id)
            assert [each["result"] for each in results] == expected
            assert tried is None or results == tried
            tried = None
            self.find(newcomers)
            expected = ["refused" if each == "refused" else "unchanged" for each in expected]

    @invariant()
    def pools_seats_and_owners_agree(self) -> None:
        if not hasattr(self, "owned"):
            return
        users = {person.user_id: self.stored(person) for person in self.people}
        for person in self.people:
            user = users[person.user_id]
            assert {p: Wanted(s.sku, s.role) for p, s in user.seats.items()} == person.seats
            assert user.is_active == person.is_active
            if user.sub:
                subject = from_item(Subject, dynamodb.get(keys.subject(user.sub)) or {})
                assert (subject.status, subject.roles) == (user.status, tuple(sorted(user.roles)))
        held = Counter(seat.sku for user in users.values() for seat in user.seats.values())
        for sku in BOUGHT:
            pool = from_item(Pool, dynamodb.get(keys.pool(self.account_id, sku)) or {"sku": sku})
            assert 0 <= pool.assigned <= pool.owned
            assert (pool.owned, pool.assigned, pool.available) == (self.owned[sku], held[sku], self.free(sku))
        count = (dynamodb.get(keys.owners(self.account_id)) or {})["count"]
        assert count == sum(person.owns for person in self.people) >= 1
        assert len(list(dynamodb.query_all("Users", f"A#{self.account_id}#HELD"))) == self.ended

    def person(self, n: int) -> Person:
        return self.people[n % len(self.people)]

    def stored(self, person: Person) -> User:
        return from_item(User, dynamodb.get(keys.user(self.account_id, person.user_id)) or {})

    def free(self, sku: str) -> int:
        held = sum(seat.sku == sku for person in self.people for seat in person.seats.values())
        return self.owned[sku] - held

    def shortage(self, before: dict[str, Wanted], after: dict[str, Wanted]) -> str | None:
        held = {seat.sku for seat in before.values()}
        is_short = any(seat.sku not in held and self.free(seat.sku) < 1 for seat in after.values())
        return "no_license_available" if is_short else None

    def refusal(self, person: Person, after: dict[str, Wanted]) -> str | None:
        others = any(other.owns for other in self.people if other is not person)
        if person.owns and not others and not any(seat.role == OWNER for seat in after.values()):
            return "last_owner"
        return self.shortage(person.seats, after)

    def take(self, person: Person, after: dict[str, Wanted]) -> None:
        kept = {seat.sku for seat in after.values()}
        self.ended += sum(seat.sku not in kept for seat in person.seats.values())
        person.seats = dict(after)

    def imported(self, person: Person) -> str:
        if self.shortage({}, person.seats):
            return "refused"
        self.people.append(person)
        return "added"

    def find(self, newcomers: list[Person]) -> None:
        for person in newcomers:
            person.user_id = (dynamodb.get(keys.username(person.username)) or {}).get("user_id", "")

    def row(self, person: Person) -> str:
        cells = [cell for product in ("jobs", "sales") for cell in person.seats.get(product, ("", ""))]
        return ",".join([person.username, "Bo Lind", "bo@example.com", *cells])

    def call(self) -> Call:
        return Call(Caller(self.account_id, self.people[0].user_id, OWNERS), "POST", "/", new_id(), key=new_id())

    def meets(self, code: str | None, do: Callable[[], Answer]) -> Any:
        """The answer, or None where the call was refused with the code foretold."""
        try:
            answer = do()
        except Refusal as refused:
            assert refused.code == code
            return None
        assert code is None, f"should be refused: {code}"
        return answer


TestSeats = Seats.TestCase
TestSeats.settings = settings(
    max_examples=200, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck)
)

"""Every service day of a license is charged once: what the lines cover is what was owned, counted day by day."""

from collections import Counter, defaultdict
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shared.account.books import Books, book_keys, open_books
from shared.domain.catalog import SKUS as ALL_SKUS
from shared.errors import Refusal
from shared.store import dynamodb
from tests.support.history import Act, World
from tests.support.memory_tables import memory_tables

OPENED = datetime(2027, 1, 31, 9, tzinfo=UTC)
DAYS = 390
SKUS = ("jobs-contracted", "jobs-rolling", "sales-person-contracted", "sales-person-rolling")
ZONES = ("Europe/London", "Pacific/Auckland", "America/St_Johns")
# A term that ends inside a billing month, and more bought in the last days before that.
START = [
    Act(OPENED + timedelta(days=7), "buy", ("sales-person-contracted", 1)),
    Act(OPENED + timedelta(days=368), "buy", ("sales-person-contracted", 2)),
]
Covered = dict[tuple[str, date], int]

# Close together in the first weeks, so that much happens within one month, and again around the terms' end.
instants = st.builds(
    lambda day, hour: OPENED + timedelta(days=day, hours=hour),
    st.one_of(st.integers(0, 40), st.integers(350, DAYS - 5)), st.integers(0, 23),
)  # fmt: skip
acts = st.one_of(
    st.builds(lambda at, sku, n: Act(at, "buy", (sku, n)), instants, st.sampled_from(SKUS), st.integers(1, 4)),
    st.builds(lambda at, sku, n: Act(at, "delete", (sku, n)), instants, st.sampled_from(SKUS[1::2]), st.integers(1, 4)),
    st.builds(lambda at, sku, n: Act(at, "lower", (sku, n)), instants, st.sampled_from(SKUS[::2]), st.integers(0, 3)),
    st.builds(lambda at, name: Act(at, "zone", (name,)), instants, st.sampled_from(ZONES)),
)


class Owned:
    """What was owned on each local date, seen from outside: at its first instant, and after everything done on it."""

    def __init__(self, world: World) -> None:
        self.world, self.now = world, OPENED
        self.most: Covered = defaultdict(int)
        self.months: dict[date, date] = {}
        self.see()

    def see(self) -> Books:
        account_id = self.world.account_id
        books = open_books(account_id, dynamodb.batch_get(book_keys(account_id)), self.now)
        for sku, pool in books.pools.items():
            self.most[sku, books.today] = max(self.most[sku, books.today], pool.owned)
        self.months[books.today] = books.month.starts_on
        return books

    def until(self, to: datetime) -> None:
        """Live on, and look at the first instant of every local date."""
        while (midnight := self._next_midnight()) <= to:
            self._move(midnight)
        self._move(to)

    def paid_for(self) -> Covered:
        """Contracted: each license owned that day. Rolling: the most owned at once since the month began."""
        expected, most = {}, dict(self.most)
        for sku, day in sorted(most):
            before = (sku, day - timedelta(days=1))
            goes_on = ALL_SKUS[sku].commitment == "rolling" and self.months.get(before[1]) == self.months[day]
            expected[sku, day] = max(most[sku, day], expected.get(before, 0) if goes_on else 0)
        return {place: number for place, number in expected.items() if number}

    def _next_midnight(self) -> datetime:
        books = self.see()
        return books.account.zones.end_of(books.today)

    def _move(self, to: datetime) -> None:
        self.now = to
        self.world.until(to)


def _covered(world: World, last: date) -> Covered:
    covered: Counter[tuple[str, date]] = Counter()
    for _, sku, _, starts_on, ends_before, quantity, *_ in world.ledger():
        for number in range((min(ends_before, last + timedelta(days=1)) - starts_on).days):
            covered[sku, starts_on + timedelta(days=number)] += quantity
    return dict(covered)


@settings(
    max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(st.lists(acts, min_size=12, max_size=40))
def test_each_license_is_charged_once_for_each_of_its_days(undrawn: None, history: list[Act]) -> None:
    with memory_tables():
        world = World(OPENED, quantity=2, time_zone="Europe/London")
        owned = Owned(world)
        for act in sorted(START + history, key=lambda each: each.at):
            owned.until(act.at)
            with suppress(Refusal):
                getattr(world, act.name)(*act.arguments)
            owned.see()
        owned.until(OPENED + timedelta(days=DAYS))
        assert _covered(world, owned.see().today) == owned.paid_for()

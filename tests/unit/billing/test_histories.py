"""Whenever jobs run, the ledger and the invoices of a history are the same, and every sum in them holds."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shared.domain.money import prorated, tax_on
from tests.support.history import Act, Lived, at_each_instant, every, live, never

OPENED = datetime(2027, 1, 31, 9, tzinfo=UTC)
DAYS = 430
UNTIL = OPENED + timedelta(days=DAYS)
OPENING = {"tax_rate_bp": 1950, "time_zone": "Europe/London", "quantity": 2}
SKUS = ("jobs-contracted", "jobs-rolling", "jobs-daily", "sales-person-rolling", "sales-support-contracted")
ZONES = ("Europe/London", "Pacific/Auckland", "America/St_Johns")
PLANS = ("go_paperless", "automation", "startup", "classic")
quick = settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)

quantities = st.integers(1, 5)
people = st.integers(0, 2)
instants = st.builds(
    lambda day, hour: OPENED + timedelta(days=day, hours=hour), st.integers(0, DAYS - 20), st.integers(0, 23)
)


def _log_in(at: datetime, person: int, number: int) -> Act:
    return Act(at, "log_in", (person, f"in-{number}-{person}-{at}", at))


def _book(at: datetime, person: int, diary: int, ahead: int, kind: str) -> Act:
    on = str(at.date() + timedelta(days=ahead))
    return Act(at, "book", (kind, person, f"b-{diary}-{person}-{at}-{kind}-{on}", at, f"D{diary}", on))


acts = st.one_of(
    st.builds(lambda at, sku, n: Act(at, "buy", (sku, n)), instants, st.sampled_from(SKUS), quantities),
    st.builds(lambda at, sku, n: Act(at, "delete", (sku, n)), instants, st.sampled_from(SKUS[1:4]), quantities),
    st.builds(lambda at, sku, n: Act(at, "lower", (sku, n)), instants, st.sampled_from(SKUS[::4]), st.integers(0, 4)),
    st.builds(lambda at, who, sku: Act(at, "seat", (who, sku)), instants, people, st.sampled_from((*SKUS[:3], None))),
    st.builds(lambda at, name: Act(at, "zone", (name,)), instants, st.sampled_from(ZONES)),
    st.builds(lambda at, name: Act(at, "plan", (name,)), instants, st.sampled_from(PLANS)),
    st.builds(_log_in, instants, people, st.integers(0, 9)),
    st.builds(_book, instants, people, st.integers(0, 3), st.integers(2, 20), st.sampled_from(("booked", "moved"))),
    st.builds(_book, instants, people, st.integers(0, 3), st.integers(2, 20), st.just("cancelled")),
)
START = [
    Act(OPENED, "buy", ("jobs-daily", 2)), Act(OPENED, "buy", ("jobs-rolling", 2)),
    Act(OPENED, "seat", (0, "jobs-daily")), Act(OPENED, "seat", (1, "jobs-daily")),
]  # fmt: skip
histories = st.lists(acts, min_size=5, max_size=40).map(lambda drawn: START + drawn)


@quick
@given(histories)
def test_ledger_and_invoices_do_not_depend_on_when_jobs_ran(undrawn: None, history: list[Act]) -> None:
    first = live(history, at_each_instant, opened=OPENED, until=UNTIL, **OPENING)
    for living in (every(timedelta(days=1)), every(timedelta(days=40)), never):
        other = live(history, living, opened=OPENED, until=UNTIL, **OPENING)
        assert other.ledger == first.ledger
        assert other.invoices == first.invoices
    _check_sums(first)


def _check_sums(world: Lived) -> None:
    """Invoices are 1..n and add up; no line exceeds a month; each recomputes from what it shows."""
    invoices = world.invoices
    assert [each[0] for each in invoices] == list(range(1, len(invoices) + 1))
    for _, title, _, net, tax, total, count, amounts in invoices:
        assert (net, tax, total, count) == (sum(amounts), tax_on(net, 1950), net + tax, len(amounts))
        assert title == ("credit_note" if total < 0 else "invoice")
    days: Counter[tuple[int, date]] = Counter()
    for kind, _, person, starts_on, ends_before, quantity, length, in_month, unit, amount, *_ in world.ledger:
        assert amount == prorated(unit, quantity, length, in_month)
        assert abs(amount) <= abs(unit * quantity)
        assert length == (ends_before - starts_on).days <= in_month
        days[person, starts_on] += {"day": 1, "credit": -1}.get(kind, 0)
    assert set(days.values()) <= {0, 1}


late = st.lists(
    st.tuples(
        st.integers(0, 2),
        people,
        st.integers(0, 5),
        st.integers(0, 72),
        st.sampled_from(("booked", "moved", "cancelled")),
    ),
    min_size=2,
    max_size=7,
)


@quick
@given(late, st.data())
def test_with_late_usage_the_net_of_every_day_depends_on_the_events_alone(
    undrawn: None, versions: list[tuple[int, int, int, int, str]], data: st.DataObject
) -> None:
    start = OPENED + timedelta(days=1)
    events = [
        (kind, who, f"e{number}", start + timedelta(hours=hour), f"D{diary}", str(start.date() + timedelta(days=on)))
        for number, (diary, who, on, hour, kind) in enumerate(versions)
    ]
    nets = []
    for living in (at_each_instant, never, every(timedelta(days=3))):
        ordered = data.draw(st.permutations(events))
        gaps = [data.draw(st.integers(0, 200)) for _ in ordered]
        arrivals = [start + timedelta(hours=sum(gaps[: place + 1])) for place in range(len(gaps))]
        history = START + [Act(at, "book", event) for at, event in zip(arrivals, ordered, strict=True)]
        nets.append(live(history, living, opened=OPENED, until=OPENED + timedelta(days=80)).net_of_days)
    assert nets[0] == nets[1] == nets[2]


@pytest.mark.parametrize("zone", ZONES)
def test_hourly_runs_come_to_the_same(undrawn: None, zone: str) -> None:
    opened, opening = datetime(2027, 3, 5, 9, tzinfo=UTC), {"time_zone": zone}
    until = opened + timedelta(days=40)
    history = [Act(opened + (act.at - OPENED), act.name, act.arguments) for act in START]
    history += [_log_in(opened + timedelta(days=day, hours=day), day % 2, day) for day in range(1, 30, 3)]
    hourly = live(history, every(timedelta(hours=1)), opened=opened, until=until, **opening)
    at_once = live(history, never, opened=opened, until=until, **opening)
    assert (hourly.ledger, hourly.invoices) == (at_once.ledger, at_once.invoices)
    assert sum(line[0] == "day" for line in hourly.ledger) == 10

"""Changes that others disturb: tried again with growing, scattered waits, and given up as busy within ten seconds."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from botocore.exceptions import ClientError

from shared.account import change
from shared.account.change import Answer, Call, Change, carry_out
from shared.auth import OWNERS, Caller
from shared.errors import Busy
from shared.store import keys, transaction

CALL = Call(Caller("account", "user", OWNERS), "POST", "/", "0")


class Clock:
    """A time that passes only while somebody sleeps, and while a transaction is under way."""

    def __init__(self) -> None:
        self.now, self.waits = 0.0, list[float]()

    def sleep(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.now += seconds


class Tables:
    """Answers each transaction as told, each `takes` seconds long."""

    def __init__(self, clock: Clock, *codes: str | None, takes: float = 0.012) -> None:
        self.clock, self.takes, self.calls = clock, takes, 0
        self.codes: Iterator[str | None] = iter(codes)

    def transact_write_items(self, **_: Any) -> None:
        self.calls += 1
        self.clock.now += self.takes
        if code := next(self.codes):
            reasons = [{"Code": code}]
            error = {"Error": {"Code": "TransactionCanceledException"}, "CancellationReasons": reasons}
            raise ClientError(error, "TransactWriteItems")  # type: ignore[arg-type]


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    monkeypatch.setenv("LICENSES_TABLE", "Licenses")
    clock = Clock()
    monkeypatch.setattr(change.time, "monotonic", lambda: clock.now)
    monkeypatch.setattr(change.time, "sleep", clock.sleep)
    return clock


@pytest.fixture
def longest(monkeypatch: pytest.MonkeyPatch) -> list[tuple[float, float]]:
    """Every wait is the longest that its jitter allows; returns what each was drawn from."""
    drawn: list[tuple[float, float]] = []

    def uniform(low: float, high: float) -> float:
        drawn.append((low, high))
        return high

    monkeypatch.setattr(change.random, "uniform", uniform)
    return drawn


def write(one: Change) -> Answer:
    one.transaction.update(keys.account("account"), set={"name": "new"})
    return one.finish(Answer(200, {}))


@pytest.fixture
def tables(monkeypatch: pytest.MonkeyPatch, clock: Clock) -> Callable[..., Tables]:
    def made(*codes: str | None, **more: float) -> Tables:
        tables = Tables(clock, *codes, **more)
        monkeypatch.setattr(transaction, "client", lambda: tables)
        return tables

    return made


def test_a_conflict_is_tried_again(tables: Callable[..., Tables]) -> None:
    sent = tables("TransactionConflict", "TransactionConflict", None)
    assert carry_out(CALL, write).status == 200
    assert sent.calls == 3


def test_waits_grow_from_25_ms_to_a_second_with_full_jitter(
    tables: Callable[..., Tables], longest: list[tuple[float, float]]
) -> None:
    sent = tables(*["TransactionConflict"] * 11)
    with pytest.raises(Busy):
        carry_out(CALL, write)
    assert sent.calls == 10
    assert longest == [(0, each) for each in (0.025, 0.05, 0.1, 0.2, 0.4, 0.8, 1.0, 1.0, 1.0)]


def test_no_try_begins_after_ten_seconds(
    tables: Callable[..., Tables], clock: Clock, longest: list[tuple[float, float]]
) -> None:
    sent = tables(*["TransactionConflict"] * 9, takes=3.2)
    with pytest.raises(Busy):
        carry_out(CALL, write)
    assert (sent.calls, clock.now) == (4, pytest.approx(4 * 3.2 + 0.025 + 0.05 + 0.1))
    assert clock.now - 3.2 < 10


def test_what_has_changed_meanwhile_is_read_and_judged_anew(tables: Callable[..., Tables]) -> None:
    tables("ConditionalCheckFailed", None)
    attempts: list[Change] = []

    def attempt(one: Change) -> Answer:
        attempts.append(one)
        return write(one)

    assert carry_out(CALL, attempt).status == 200
    assert len(attempts) == 2
    assert attempts[0].transaction is not attempts[1].transaction


def test_other_errors_are_not_tried_again(tables: Callable[..., Tables]) -> None:
    sent = tables("ValidationError", None)
    with pytest.raises(ClientError):
        carry_out(CALL, write)
    assert sent.calls == 1

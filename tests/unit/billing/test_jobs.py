"""Jobs find what is due, account by account, for the time they are given; sandboxes are not theirs."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from botocore.exceptions import ClientError

from shared import jobs
from shared.account.advance import advance
from shared.account.price_book import PlanIn, PriceBook
from shared.clock import now_of, real_now
from shared.errors import Impossible, Invalid
from shared.store.accounts import read_account
from tests.support.memory_tables import MemoryTables
from tests.support.sample import load_sample_prices, open_company


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, str]]:
    """The messages that a job sends."""
    messages: list[dict[str, str]] = []
    monkeypatch.setenv("ADVANCE_QUEUE_URL", "advance")
    monkeypatch.setattr(jobs, "send_all", lambda _, some: messages.extend(some))
    return messages


def accounts(number: int, opened: datetime | None = None) -> list[str]:
    load_sample_prices()
    return [open_company(sandbox_now=opened, owner_username=f"owner-{place}").account_id for place in range(number)]


def test_each_due_account_is_sent_once_and_no_sandbox(tables: MemoryTables, sent: list[dict[str, str]]) -> None:
    known = accounts(12)
    sandbox = open_company(sandbox_now=datetime(2020, 1, 1, tzinfo=UTC), owner_username="sandbox")
    now = real_now().replace(microsecond=0)
    counts = jobs.handler({"job": "bill-month", "now": now.isoformat()}, None)
    assert counts["accounts"] == 12
    assert sorted(message["account_id"] for message in sent) == sorted(known)
    assert sandbox.account_id not in known
    assert {(message["now"], message["job"]) for message in sent} == {(now.isoformat(), "bill-month")}


def test_what_is_done_leaves_the_index(tables: MemoryTables, sent: list[dict[str, str]]) -> None:
    accounts(3)
    event = {"job": "bill-month", "now": real_now().isoformat()}
    jobs.start(event)
    dones = [jobs.work_off(message, PriceBook()) for message in sent]
    assert [done.invoices for done in dones] == [1, 1, 1]
    again = [jobs.work_off(message, PriceBook()) for message in sent]
    assert [done.invoices for done in again] == [0, 0, 0]
    assert jobs.start(event)["accounts"] == 0


def test_a_worker_leaves_a_sandbox_alone(tables: MemoryTables) -> None:
    (account_id,) = accounts(1, datetime(2027, 3, 5, 9, tzinfo=UTC))
    message = {"account_id": account_id, "now": "2027-05-01T00:00:00+00:00", "job": "bill-month"}
    assert jobs.work_off(message, PriceBook()).invoices == 0


def test_the_walk_costs_the_same_however_many_are_not_due(tables: MemoryTables) -> None:
    def walk() -> int:
        begun = len(tables.calls)
        assert jobs.run_job("bill-month", real_now())["accounts"] == 0
        return len(tables.calls) - begun

    accounts(2)
    jobs.run_job("bill-month", real_now())
    few = walk()
    for number in range(40):
        open_company(sandbox_now=None, owner_username=f"more-{number}")
    jobs.run_job("bill-month", real_now())
    assert walk() == few == 16


def test_only_the_local_stack_runs_ahead(tables: MemoryTables, monkeypatch: pytest.MonkeyPatch) -> None:
    (account_id,) = accounts(1)
    ahead = real_now() + timedelta(days=40)
    with pytest.raises(Impossible, match="not_yet"):
        jobs.run_job("bill-month", ahead)
    with pytest.raises(Impossible, match="not_yet"):
        jobs.run_job("bill-month", ahead, account_id)
    monkeypatch.setenv("STAGE", "local")
    assert jobs.run_job("bill-month", ahead)["invoices"] == 2
    assert now_of(read_account(account_id)) == ahead


def test_a_sandbox_is_run_by_name_alone_and_its_time_is_the_later_one(tables: MemoryTables) -> None:
    opened = datetime(2027, 3, 5, 9, tzinfo=UTC)
    (account_id,) = accounts(1, opened)
    assert jobs.run_job("bill-month", opened, account_id)["invoices"] == 1
    later = opened + timedelta(days=31)
    assert jobs.run_job("charge-daily", later, account_id)["invoices"] == 1
    assert now_of(read_account(account_id)) == later
    before = jobs.run_job("bill-month", opened + timedelta(days=3), account_id)
    assert (before["invoices"], now_of(read_account(account_id))) == (0, later)


def test_a_job_is_one_of_four(tables: MemoryTables) -> None:
    with pytest.raises(Invalid):
        jobs.run_job("bill-year", real_now())


def test_a_missing_price_holds_up_no_other_account(tables: MemoryTables, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STAGE", "local")
    accounts(2)
    rolling = open_company(sandbox_now=None, owner_username="rolling", sku="jobs-rolling")
    monkeypatch.setattr(PriceBook, "find", lambda *_: None)
    sums = jobs.run_job("bill-month", real_now() + timedelta(days=40))
    assert [each["account_id"] for each in sums["failed"]] == [rolling.account_id]
    assert (sums["accounts"], sums["invoices"]) == (3, 2 * 2)


def test_a_run_reads_the_lists_of_the_last_one_with_its_first_account(tables: MemoryTables) -> None:
    load_sample_prices()
    opened = {"sandbox_now": datetime(2027, 3, 5, 9, tzinfo=UTC), "sku": "jobs-rolling"}
    usual: dict[PlanIn, None] = {}
    made = []
    for number in range(2):
        account_id = open_company(owner_username=f"owner-{number}", **opened).account_id
        begun = len(tables.calls)
        advance(account_id, datetime(2027, 4, 5, 9, tzinfo=UTC), prices=PriceBook(usual))
        made.append(len(tables.calls) - begun)
    assert list(usual) == [("go_paperless", "GBP"), ("starter", "GBP")]
    assert made[1] == made[0] - 1


@pytest.mark.parametrize("error", [KeyError("some value"), ClientError({"Error": {"Code": "Odd"}}, "Query")])
def test_whatever_one_account_ends_in_holds_up_no_other(
    tables: MemoryTables, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    odd = accounts(3)[1]

    def advancing(account_id: str, *rest: Any, **named: Any) -> Any:
        if account_id == odd:
            raise error
        return advance(account_id, *rest, **named)

    monkeypatch.setattr(jobs, "advance", advancing)
    sums = jobs.run_job("bill-month", real_now())
    assert [(each["account_id"], each["error"]) for each in sums["failed"]] == [
        (odd, "Odd" if isinstance(error, ClientError) else "KeyError")
    ]
    assert sums["invoices"] == 2

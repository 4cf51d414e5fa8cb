"""A job costs what is due, however many accounts exist beside it."""

from shared.jobs import JOBS
from tests.bench.jobs import MOST_PER_ACCOUNT, MOST_PER_INDEX, SIZES, bill_the_month, walks_with_nothing_due


def test_a_plain_month_takes_four_requests_an_account_one_price_list_and_the_walk() -> None:
    runs = [bill_the_month(accounts, due=100) for accounts in SIZES]
    assert [(run.walk, run.work) for run in runs] == [(16, 401)] * len(SIZES)


def test_a_thousand_that_are_due_stay_within_what_is_allowed_each() -> None:
    run = bill_the_month(1000, due=1000)
    assert (run.walk, run.work) == (16, 4001)
    assert run.per_account <= MOST_PER_ACCOUNT


def test_with_nothing_due_every_job_takes_a_request_for_each_shard() -> None:
    for accounts in (SIZES[0], SIZES[-1]):
        assert walks_with_nothing_due(accounts) == dict.fromkeys(JOBS, MOST_PER_INDEX)

"""How long the answer to a key is kept; keys used again after that, while the table's TTL has not swept it yet."""

from datetime import timedelta
from typing import Any

import pytest

from shared.account import quoting
from shared.account.change import Call
from shared.account.quoting import quote
from shared.auth import OWNERS, Caller
from shared.clock import real_now
from shared.errors import Invalid
from shared.store import dynamodb, keys
from shared.store.keys import Key
from shared.store.transaction import Transaction
from tests.support.sample import Company

AGO = int((real_now() - timedelta(hours=1)).timestamp())


def run_out(key: Key) -> None:
    transaction = Transaction()
    transaction.update(key, set={"ttl": AGO})
    transaction.commit()


def quoting_call(company: Company, body: str = "0") -> Call:
    return Call(Caller(company.account_id, company.owner_id, OWNERS), "POST", "/v1/licenses/quotes", body, key="k-1")


@pytest.mark.parametrize(("body", "answer"), [("0", "that of the other"), ("1", "idempotency_key_reused")])
def test_two_at_once_with_a_key_that_has_run_out_are_one(
    company: Company, monkeypatch: pytest.MonkeyPatch, body: str, answer: str
) -> None:
    quote(quoting_call(company), "jobs-rolling", 1)
    run_out(quoting_call(company).idempotency_key)
    make, others = quoting.make_quote, []

    def somebody_first(*given: Any) -> Any:
        monkeypatch.setattr(quoting, "make_quote", make)
        others.append(quote(quoting_call(company, body), "jobs-rolling", 1))
        return make(*given)

    monkeypatch.setattr(quoting, "make_quote", somebody_first)
    if answer == "idempotency_key_reused":
        with pytest.raises(Invalid) as refused:
            quote(quoting_call(company), "jobs-rolling", 1)
        assert refused.value.code == answer
    else:
        assert quote(quoting_call(company), "jobs-rolling", 1) == others[0]


def test_an_answer_is_kept_for_thirty_days(company: Company) -> None:
    before = real_now()
    quote(quoting_call(company), "jobs-rolling", 1)
    kept = dynamodb.get(quoting_call(company).idempotency_key) or {}
    assert 0 <= kept["ttl"] - int((before + timedelta(days=30)).timestamp()) < 60


def test_an_archive_is_asked_for_by_the_same_key_every_night(company: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shared.account.archives.WAITS_SECONDS", 0.0)
    company.buy("jobs-rolling", 1)
    first = company.call("POST", "/v1/contracts/archive", key="nightly")
    assert company.call("POST", "/v1/contracts/archive", key="nightly").body == first.body
    key = keys.archive(company.account_id, first.body["archive_id"])
    run_out(key)
    tomorrow = company.call("POST", "/v1/contracts/archive", key="nightly")
    assert (tomorrow.status, tomorrow.body) == (202, first.body)
    assert (dynamodb.get(key) or {})["ttl"] > AGO

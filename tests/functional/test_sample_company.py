"""The company of `make run`: loaded once, and let alone afterwards, whatever people have done with it since."""

from datetime import timedelta
from typing import Any

import pytest

import shared.clock
from infra.local.stack import Stack
from infra.operator import accounts
from infra.sample import company as sample
from infra.sample.people import OWNER, PASSWORD, PEOPLE
from infra.sample.prices import load_sample_prices
from shared.account import user_pool
from shared.domain.pool import Pool
from shared.store import dynamodb, keys
from shared.store.records import from_item
from tests.support import api
from tests.support.user_pool import UserPool


@pytest.fixture
def log_ins(monkeypatch: pytest.MonkeyPatch) -> UserPool:
    """Log-ins in memory; the owner's calls go to the handlers."""
    standing_in = UserPool()
    monkeypatch.setenv("USER_POOL_ID", "pool")
    monkeypatch.setattr(user_pool, "_client", lambda: standing_in)
    monkeypatch.setattr(sample._Owner, "__init__", lambda *_: None)
    monkeypatch.setattr(sample._Owner, "_call", _call)
    load_sample_prices()
    return standing_in


def _call(_: Any, method: str, path: str, body: Any, key: str | None = None) -> Any:
    reply = api.call(method, path, body, sub=f"sub-of-{OWNER.username}", key=key)
    if reply.status not in (200, 201):
        raise sample.Refused(f"{path}: {reply.body}")
    return reply.body


def stack(users: list[dict[str, Any]]) -> Stack:
    return Stack(api_url="", endpoint_url="", region="", outputs={}, users=users)


def forget_the_answers(account_id: str) -> None:
    """As when their 30 days are over."""
    for item in list(dynamodb.query_all("Licenses", f"A#{account_id}#IDEM")):
        dynamodb.client().delete_item(
            TableName=dynamodb.table_name("Licenses"), Key={"pk": {"S": item["pk"]}, "sk": {"S": item["sk"]}}
        )


def owned(account_id: str) -> dict[str, int]:
    pools = (from_item(Pool, i) for i in dynamodb.query_all("Licenses", f"A#{account_id}", prefix="POOL#"))
    return {pool.sku: pool.owned for pool in pools}


def test_what_was_loaded_months_ago_is_found_again(log_ins: UserPool) -> None:
    users = sample.load_company(stack([]))
    account_id, before = users[0]["account_id"], owned(users[0]["account_id"])
    assert len(users) == 1 + len(PEOPLE)
    forget_the_answers(account_id)
    assert sample.load_company(stack(users)) == users
    assert owned(account_id) == before == {"jobs-contracted": 10, **sample.BOUGHT}


def test_a_password_that_somebody_was_given_stays(log_ins: UserPool) -> None:
    users = sample.load_company(stack([]))
    log_ins.logins[PEOPLE[0].username]["password"] = "Another-Password-1"
    sample.load_company(stack(users))
    assert log_ins.logins[PEOPLE[0].username]["password"] == "Another-Password-1"


def test_what_was_cut_short_is_finished(log_ins: UserPool, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as cut:
        cut.setattr(sample, "PEOPLE", PEOPLE[:3])
        users = sample.load_company(stack([]))
    # Noted, but a kill took what was written last.
    assert len(sample.load_company(stack(users))) == 1 + len(PEOPLE)
    assert log_ins.logins.keys() == {OWNER.username, *(each.username for each in PEOPLE)}


class Killed(BaseException):
    """The run ended there."""


@pytest.mark.parametrize("path", ["/v1/licenses/orders", "/v1/users"])
def test_what_was_cut_short_is_finished_a_month_later(
    path: str, log_ins: UserPool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Yesterday's quote holds no more, and of what was done no key tells."""
    begun = []

    def killed(owner: Any, method: str, called: str, body: Any, key: str | None = None) -> Any:
        begun.extend([called] if called == path else [])
        if len(begun) == 2:
            raise Killed
        return _call(owner, method, called, body, key)

    with monkeypatch.context() as cut:
        cut.setattr(sample._Owner, "_call", killed)
        with pytest.raises(Killed):
            sample.load_company(stack([]))
    forget_the_answers(dynamodb.get(keys.username(OWNER.username))["account_id"])  # type: ignore[index]
    later = shared.clock.real_now() + timedelta(days=31)
    monkeypatch.setattr(shared.clock, "real_now", lambda: later)
    users = sample.load_company(stack([]))
    assert len(log_ins.logins) == 1 + len(PEOPLE)
    assert owned(users[0]["account_id"]) == {"jobs-contracted": 10, **sample.BOUGHT}


def test_an_owner_who_was_left_without_a_password_gets_it(log_ins: UserPool, monkeypatch: pytest.MonkeyPatch) -> None:
    def ended(*_: Any) -> None:
        raise Killed

    with monkeypatch.context() as cut:
        cut.setattr(accounts, "provision", ended)
        with pytest.raises(Killed):
            sample.load_company(stack([]))
    sample.load_company(stack([]))
    assert log_ins.logins[OWNER.username]["password"] == PASSWORD

"""Log-ins made, changed, shut out and opened again by what the queue delivers, in any order and any number."""

import json
from typing import Any

import pytest

from shared.account import logins, user_pool
from shared.account.logins import provision
from shared.domain.seat import User
from shared.store import dynamodb, keys
from shared.store.records import from_item
from tests.functional.users.test_people import add
from tests.functional.users.test_seats import events
from tests.support.bus import bring
from tests.support.rights import somebody_else
from tests.support.sample import Company, open_company
from tests.support.user_pool import UserPool


@pytest.fixture
def pool(monkeypatch: pytest.MonkeyPatch) -> UserPool:
    standing_in = UserPool()
    monkeypatch.setenv("USER_POOL_ID", "pool")
    monkeypatch.setattr(user_pool, "_client", lambda: standing_in)
    monkeypatch.setattr(logins, "MADE_WITHIN_SECONDS", 0.01)
    monkeypatch.setattr(logins, "LOOK_AGAIN_SECONDS", 0.001)
    return standing_in


def deliver(company: Company, user_id: str, kind: str = "user.added", receives: int = 1) -> list[str]:
    """Hand one event to the function; returns the messages that failed."""
    detail = {"account_id": company.account_id, "type": kind, "subject": f"user/{user_id}", "after": {}}
    body = json.dumps({"detail-type": kind, "detail": detail})
    return bring("functions.users.provision_login", [body], receives=receives)


def user(company: Company, user_id: str) -> User:
    return from_item(User, dynamodb.get(keys.user(company.account_id, user_id)) or {})


def kinds(company: Company) -> list[str]:
    return [event["event_type"] for event in events(company, "login.")]


def test_a_login_is_made_once_however_often_it_is_told(company: Company, pool: UserPool) -> None:
    bo = add(company, "Bo.Lind").body["user_id"]
    assert deliver(company, bo) == []
    first = dict(pool.logins["bo.lind"])
    assert (first["status"], first["enabled"], first["email_verified"]) == ("CONFIRMED", True, "true")
    assert (user(company, bo).login, user(company, bo).sub) == ("ready", first["sub"])
    assert company.call("GET", f"/v1/users/{bo}", sub=first["sub"]).body["login"] == "ready"
    assert deliver(company, bo) == []
    assert (pool.logins["bo.lind"], kinds(company)) == (first, ["login.ready"])


def test_the_pool_is_told_addresses_as_they_travel(company: Company, pool: UserPool) -> None:
    bo = add(company, "bo.lind", email="bo@münchen.example").body
    assert bo["email"] == "bo@münchen.example"
    deliver(company, bo["user_id"])
    deliver(company, bo["user_id"])
    assert pool.logins["bo.lind"]["email"] == "bo@xn--mnchen-3ya.example"
    assert "AdminUpdateUserAttributes" not in pool.calls


def test_making_a_login_leaves_the_version_that_people_edit(company: Company, pool: UserPool) -> None:
    bo = add(company, "bo.lind")
    deliver(company, bo.body["user_id"])
    path = f"/v1/users/{bo.body['user_id']}"
    assert company.call("PATCH", path, {"name": "Bo"}, headers={"if-match": bo.headers["etag"]}).status == 200


def test_no_password_is_told_anywhere(company: Company, pool: UserPool, capsys: pytest.CaptureFixture[str]) -> None:
    bo = add(company, "bo.lind").body["user_id"]
    deliver(company, bo)
    password = pool.logins["bo.lind"]["password"]
    assert password not in json.dumps([events(company), company.call("GET", f"/v1/users/{bo}").body])
    out = capsys.readouterr()
    assert password not in out.out + out.err
    assert "bo@brookvale.example" not in out.out + out.err


def test_the_newest_state_counts_whatever_event_comes_last(company: Company, pool: UserPool) -> None:
    bo = add(company, "bo.lind").body["user_id"]
    company.call("POST", f"/v1/users/{bo}/deactivation")
    deliver(company, bo, "user.deactivated")
    deliver(company, bo, "user.added")
    assert (pool.logins["bo.lind"]["enabled"], user(company, bo).login) == (False, "ready")
    sub = pool.logins["bo.lind"]["sub"]
    assert company.call("GET", f"/v1/users/{bo}", sub=sub).code == "user_inactive"
    company.call("POST", f"/v1/users/{bo}/reactivation")
    company.call("PATCH", f"/v1/users/{bo}", {"email": "new@brookvale.example"})
    deliver(company, bo, "user.deactivated")
    assert (pool.logins["bo.lind"]["enabled"], pool.logins["bo.lind"]["email"]) == (True, "new@brookvale.example")
    assert "AdminUserGlobalSignOut" in pool.calls


def test_somebody_changed_meanwhile_is_followed_again(
    company: Company, pool: UserPool, monkeypatch: pytest.MonkeyPatch
) -> None:
    bo = add(company, "bo.lind").body["user_id"]
    deliver(company, bo)
    enable = pool.admin_get_user

    def deactivated_meanwhile(**request: Any) -> dict[str, Any]:
        answer = enable(**request)
        with somebody_else():
            if user(company, bo).is_active:
                company.call("POST", f"/v1/users/{bo}/deactivation")
        return answer

    monkeypatch.setattr(pool, "admin_get_user", deactivated_meanwhile)
    assert deliver(company, bo, "user.edited") == []
    assert pool.logins["bo.lind"]["enabled"] is False


def test_a_failure_is_shown_at_the_last_try_and_repaired_by_replaying(company: Company, pool: UserPool) -> None:
    bo = add(company, "bo.lind").body["user_id"]
    pool.refuses["AdminCreateUser"] = "InternalErrorException"
    for receives in range(1, 5):
        assert deliver(company, bo, receives=receives) == ["m0"]
    assert user(company, bo).login == "provisioning"
    assert deliver(company, bo, receives=5) == ["m0"]
    assert user(company, bo).login == "failed"
    pool.refuses.clear()
    assert deliver(company, bo) == []
    assert (user(company, bo).login, kinds(company)) == ("ready", ["login.failed", "login.ready"])


def test_a_later_failure_is_repaired_without_a_second_invitation(company: Company, pool: UserPool) -> None:
    bo = add(company, "bo.lind").body["user_id"]
    deliver(company, bo)
    company.call("PATCH", f"/v1/users/{bo}", {"email": "new@brookvale.example"})
    pool.refuses["AdminUpdateUserAttributes"] = "TooManyRequestsException"
    deliver(company, bo, "user.edited", receives=5)
    pool.refuses.clear()
    deliver(company, bo, "user.edited")
    assert kinds(company) == ["login.ready", "login.failed", "login.repaired"]


def test_a_login_left_half_made_is_finished(company: Company, pool: UserPool) -> None:
    bo = add(company, "bo.lind").body["user_id"]
    pool.refuses["AdminSetUserPassword"] = "InternalErrorException"
    deliver(company, bo)
    assert pool.logins["bo.lind"]["status"] == "FORCE_CHANGE_PASSWORD"
    pool.refuses.clear()
    assert deliver(company, bo) == []
    assert pool.logins["bo.lind"]["status"] == "CONFIRMED"


def test_a_given_password_outlasts_the_event_whoever_is_first(company: Company, pool: UserPool) -> None:
    bo = add(company, "bo.lind").body["user_id"]
    provision(company.account_id, company.owner_id, "Given-by-the-operator-1")
    deliver(company, company.owner_id, "account.opened")
    assert pool.logins["owner"]["password"] == "Given-by-the-operator-1"
    deliver(company, bo)
    provision(company.account_id, bo, "Given-by-the-operator-2")
    assert pool.logins["bo.lind"]["password"] == "Given-by-the-operator-2"


def test_a_person_unknown_to_the_table_fails_the_message_alone(company: Company, pool: UserPool) -> None:
    assert deliver(company, "nobody", receives=4) == ["m0"]
    assert pool.logins == {}


def test_nobody_gets_the_login_whose_subject_is_their_username(company: Company, pool: UserPool) -> None:
    bo = add(company, "bo.lind").body["user_id"]
    deliver(company, bo)
    sub = user(company, bo).sub or ""
    other = open_company(owner_username="elsewhere")
    taker = other.call("POST", "/v1/users", {"username": sub, "name": "Cy", "email": "cy@example.com"}).body["user_id"]
    assert deliver(other, taker, receives=5) == ["m0"]
    assert (user(other, taker).login, user(other, taker).sub) == ("failed", None)
    assert company.call("GET", "/v1/me", sub=sub).body["user_id"] == bo

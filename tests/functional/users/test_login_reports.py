"""The pool's trigger: what it puts onto the bus, and that nothing keeps a person out."""

import json
from datetime import UTC, datetime
from threading import Event
from typing import Any

import pytest

from functions.users import report_login as trigger
from shared.account import login_report, user_pool
from tests.functional.users.test_people import add
from tests.support.rights import invoke
from tests.support.sample import Company
from tests.support.template import resources
from tests.support.user_pool import UserPool


class Bus:
    def __init__(self) -> None:
        self.details: list[dict[str, Any]] = []
        self.failed = 0

    def put_events(self, *, Entries: list[dict[str, Any]]) -> dict[str, Any]:  # noqa: N803 - EventBridge's name
        assert {(entry["Source"], entry["DetailType"]) for entry in Entries} == {("product", "user.logged_in")}
        self.details += [json.loads(entry["Detail"]) for entry in Entries]
        return {"FailedEntryCount": self.failed, "Entries": [{"ErrorCode": "ThrottlingException"}]}


@pytest.fixture
def bus(monkeypatch: pytest.MonkeyPatch) -> Bus:
    standing_in, pool = Bus(), UserPool()
    monkeypatch.setattr(login_report, "_client", lambda: standing_in)
    monkeypatch.setattr(user_pool, "_client", lambda: pool)
    trigger.device_of.cache_clear()
    return standing_in


def sign_in(sub: str, username: str, client: str = "c-desktop") -> bool:
    """Whether the person was let in."""
    event = {
        "userPoolId": "pool", "userName": username, "callerContext": {"clientId": client},
        "request": {"userAttributes": {"sub": sub}}, "response": {},
    }  # fmt: skip
    return invoke("functions.users.report_login", event) is event


def test_a_login_is_reported_with_its_device_at_the_accounts_own_time(company: Company, bus: Bus) -> None:
    company.at(datetime(2027, 7, 1, 8, 30, tzinfo=UTC))
    assert sign_in(company.sub, "owner")
    assert sign_in(company.sub, "OWNER", "c-mobile")
    told = {"account_id": company.account_id, "user_id": company.owner_id, "occurred_at": "2027-07-01T08:30:00.000000Z"}
    assert [{**detail, "event_id": ""} for detail in bus.details] == [
        {"event_id": "", "device": "desktop"} | told, {"event_id": "", "device": "mobile"} | told,
    ]  # fmt: skip
    assert bus.details[0]["event_id"] != bus.details[1]["event_id"]


def test_a_login_before_the_subject_is_written_is_found_by_name(company: Company, bus: Bus) -> None:
    bo = add(company, "bo.lind").body["user_id"]
    assert sign_in("sub-unknown", "Bo.Lind")
    assert bus.details[0]["user_id"] == bo


def test_what_cannot_be_reported_lets_the_person_in_and_is_counted(
    company: Company, bus: Bus, capsys: pytest.CaptureFixture[str]
) -> None:
    assert invoke("functions.users.report_login", {}) == {}
    assert sign_in("stranger", "nobody")
    assert sign_in(company.sub, "owner", "c-other")
    bus.failed = 1
    assert sign_in(company.sub, "owner")
    assert capsys.readouterr().err.count('"LoginNotReported": [1.0]') == 4


def test_tables_that_do_not_answer_keep_nobody_out(company: Company, bus: Bus, monkeypatch: pytest.MonkeyPatch) -> None:
    answered = Event()
    monkeypatch.setattr(trigger, "WITHIN_SECONDS", 0.05)
    monkeypatch.setattr(trigger, "report_login", lambda **_: answered.wait(20))
    assert sign_in(company.sub, "owner")
    answered.set()
    assert not bus.details


def test_the_report_is_given_up_before_the_pool_gives_up() -> None:
    assert resources()["ReportLogin"]["Properties"]["Timeout"] - 1 > trigger.WITHIN_SECONDS

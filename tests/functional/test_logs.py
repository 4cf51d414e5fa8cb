"""Logs tell what happened in ids, codes and counts: nothing that a person typed in is ever in one."""

import json
import logging
import sys
from collections.abc import Iterator
from typing import Any

import pytest

from shared.account import logins, user_pool
from shared.logs import logger
from shared.store import dynamodb
from shared.store.records import NotARecord
from tests.functional.mail.conftest import outbox  # noqa: F401 - a fixture
from tests.functional.mail.outbox import Outbox
from tests.functional.users.test_imports import HEADER
from tests.support.bus import activity_of, bring, message
from tests.support.logged import ADDRESS, MARK, Logged, everything_logged
from tests.support.rights import invoke
from tests.support.sample import Company, load_sample_prices, open_company, order_body
from tests.support.user_pool import UserPool

BROWSER = {"user-agent": f"{MARK}-Browser/1.0"}
SIGNER = f"{MARK} Signer"
CSV = (
    f"{HEADER}\nquokka.one,Quokka One,quokka1@example.com,jobs-rolling,engineer,,\n"
    "quokka two,Quokka Two,quokka2@example.com,,,,\nquokka.three,Quokka Three,quokka-at-home,,,,\n"
)
MAILER, SEALER, PROVISIONER = "functions.mail.send", "functions.documents.seal", "functions.users.provision_login"
DRAWER, RECORDER = "functions.documents.draw_invoice", "functions.billing.record_usage"


@pytest.fixture
def logged(capsys: pytest.CaptureFixture[str]) -> Iterator[Logged]:
    with everything_logged(capsys) as logged:
        yield logged


@pytest.fixture
def company(aws: None) -> Company:
    load_sample_prices()
    return open_company(
        name=f"{MARK} Ltd", email="office@quokka.example", address=f"1 {MARK} Lane\nLeeds",
        owner_username="quokka.owner", owner_name=f"Ana {MARK}", owner_email="ana@quokka.example",
        reference=f"{MARK}-PO-1", sandbox_now=None,
    )  # fmt: skip


@pytest.fixture
def pool(monkeypatch: pytest.MonkeyPatch) -> UserPool:
    standing_in = UserPool()
    monkeypatch.setattr(user_pool, "_client", lambda: standing_in)
    monkeypatch.setattr(logins, "MADE_WITHIN_SECONDS", 0.01)
    return standing_in


def ask(company: Company, method: str, path: str, body: Any = None, **more: Any) -> Any:
    reply = company.call(method, path, body, headers=BROWSER | more.pop("headers", {}), **more)
    return reply.body


def person(number: int, **changes: Any) -> dict[str, Any]:
    return {"username": f"quokka.{number}", "name": f"{MARK} {number}", "email": f"quokka{number}@x.example"} | changes


def live(company: Company) -> str:
    """Everything that people do with what is personal, taken and refused; the id of somebody added."""
    quote = ask(company, "POST", "/v1/licenses/quotes", {"sku": "jobs-rolling", "quantity": 3})
    ask(company, "POST", "/v1/licenses/orders", order_body(quote, f"{MARK}\x00"))
    ask(company, "POST", "/v1/licenses/orders", order_body(quote, SIGNER), key=f"{MARK}-key")
    ask(company, "PATCH", "/v1/company", {"name": f"{MARK} Group", "address": f"2 {MARK} Lane", "tax_id": MARK})
    ask(company, "PATCH", "/v1/company", {"name": f"{MARK}\x00", "email": f"{MARK}@", "time_zone": MARK})
    bo = ask(company, "POST", "/v1/users", person(1, licenses=[{"sku": "jobs-rolling", "role": "engineer"}]))
    for refused in (person(1), person(2, username="q"), person(2, name=""), person(2, email=MARK), person(2, more=1)):
        ask(company, "POST", "/v1/users", refused)
    ask(company, "PATCH", f"/v1/users/{bo['user_id']}", {"name": f"New {MARK}", "email": "new@quokka.example"})
    ask(company, "POST", "/v1/users/imports", raw=CSV, headers={"content-type": "text/csv"})
    ask(company, "POST", "/v1/users/imports", raw=f"{MARK},b\n", headers={"content-type": "text/csv"})
    ask(company, "GET", "/v1/users", query={"q": MARK})
    ask(company, "GET", "/v1/users", query={MARK: MARK})
    ask(company, "GET", f"/v1/users/{MARK}")
    ask(company, "POST", "/v1/licenses/quotes", raw=f'{{"{MARK}": ')
    return str(bo["user_id"])


def test_what_is_personal_would_be_seen(logged: Logged) -> None:
    for tell in (lambda: logger.info("told", told=MARK), lambda: logging.warning(MARK), lambda: sys.stderr.write(MARK)):
        tell()
        with pytest.raises(AssertionError):
            logged.check()
        logged.forget()


def test_calls_and_refusals_log_nothing_personal(company: Company, logged: Logged) -> None:
    assert live(company)
    logged.check('"status":201', '"status":200', '"status":400', '"status":404', '"status":409', '"status":422')


def test_consumers_log_nothing_personal(company: Company, logged: Logged, pool: UserPool, outbox: Outbox) -> None:  # noqa: F811
    user_id = live(company)
    for consumer, types in ((MAILER, ()), (SEALER, ("order.signed",)), (PROVISIONER, ("user.added", "user.edited"))):
        assert bring(consumer, [message(event) for event in activity_of(company.account_id, *types)]) == []
    usage = {"event_id": MARK, "account_id": MARK, "user_id": user_id, "name": MARK, "device": MARK}
    for detail_type, detail in (("user.logged_in", usage), (MARK, usage), ("user.logged_in", MARK)):
        assert bring(RECORDER, [json.dumps({"detail-type": detail_type, "detail": detail})]) == []
    assert outbox.sent
    logged.check('"message_done"', "seal", "KeptAside")


class Failing:
    """An AWS client whose errors say what they were sent."""

    def __getattr__(self, _name: str) -> Any:
        def fail(**_: Any) -> None:
            raise RuntimeError(f"cannot take {MARK} of {ADDRESS}")

        return fail


def test_errors_of_ours_log_nothing_personal(
    company: Company, logged: Logged, pool: UserPool, monkeypatch: pytest.MonkeyPatch
) -> None:
    live(company)
    events = [message(event) for event in activity_of(company.account_id)]
    broken = json.dumps({"detail-type": MARK, "detail": {"account_id": {"name": MARK}, "type": MARK, "after": MARK}})
    monkeypatch.setattr(dynamodb, "client", Failing)
    monkeypatch.setattr(user_pool, "_client", Failing)
    assert ask(company, "GET", "/v1/me")["code"] == "internal_error"
    assert ask(company, "POST", "/v1/users", person(9))["code"] == "internal_error"
    for consumer in (MAILER, SEALER, PROVISIONER, DRAWER):
        assert bring(consumer, [*events[:3], broken, MARK])
    logged.check('"message_failed"', '"failed"', '"internal_error"', '"InternalError"')


def test_what_is_no_record_is_told_by_its_fields(logged: Logged) -> None:
    image = {"event_type": {"S": "user.added"}, "actor": {"S": MARK}, "account_id": {"S": "a"}}
    record = {"eventName": "INSERT", "dynamodb": {"NewImage": image, "SequenceNumber": "1"}}
    with pytest.raises(NotARecord) as failed:
        invoke("functions.events.publish", {"Records": [record]})
    assert MARK not in str(failed.value)
    assert failed.value.__suppress_context__

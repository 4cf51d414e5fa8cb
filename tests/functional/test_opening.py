"""`open-account`: what cannot end in a log-in is refused first; what ends half-way is told with its ids."""

import json
import sys
from pathlib import Path
from typing import Any

import pytest

from infra.operator import __main__ as operator
from infra.operator import passwords
from infra.sample.prices import load_sample_prices
from shared.account import user_pool
from shared.store import dynamodb, keys
from tests.support.template import resources
from tests.support.user_pool import UserPool

COMPANY = {
    "name": "Brook & Vale Ltd", "email": "office@brookvale.example", "address": "1 Mill Lane", "currency": "GBP",
    "time_zone": "Europe/London", "tax_rate_bp": 2000, "plans": {"jobs": "go_paperless"},
    "first_order": {"sku": "jobs-contracted", "quantity": 5, "reference": "PO-1"},
}  # fmt: skip
OWNER = {"username": "olive", "name": "Olive Owner", "email": "olive@brookvale.example"}


@pytest.fixture
def pool(monkeypatch: pytest.MonkeyPatch) -> UserPool:
    standing_in = UserPool()
    monkeypatch.setenv("USER_POOL_ID", "pool")
    monkeypatch.setattr(user_pool, "_client", lambda: standing_in)
    monkeypatch.setattr(operator, "choose_target", lambda **_: None)
    load_sample_prices()
    return standing_in


@pytest.fixture
def opened(pool: UserPool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Any:
    def run(password: str | None) -> tuple[int, Any]:
        file = tmp_path / "company.json"
        file.write_text(json.dumps(COMPANY | {"owner": OWNER | {"password": password}}))
        monkeypatch.setattr(sys, "argv", ["operator", "open-account", str(file)])
        return operator.main(), json.loads(capsys.readouterr().out)

    return run


def owner() -> dict[str, Any] | None:
    return dynamodb.get(keys.username("olive"))


@pytest.mark.parametrize(
    "password", ["", "Short-1", "no-capital-letter-1", "NO-SMALL-LETTER-1", "No-digit-at-all", "A1a" * 86]
)
def test_a_password_that_the_pool_refuses_opens_nothing(password: str, opened: Any) -> None:
    code, answer = opened(password)
    assert (code, answer["code"], answer["errors"][0]["field"]) == (1, "invalid", "owner.password")
    assert owner() is None


def test_the_pool_takes_what_is_taken_here() -> None:
    policy = resources()["UserPool"]["Properties"]["Policies"]["PasswordPolicy"]
    required = {name for name, is_required in policy.items() if name.startswith("Require") and is_required}
    assert (policy["MinimumLength"], required) == (passwords.SHORTEST, set(passwords.MUST_HAVE))


@pytest.mark.parametrize("password", [None, "Sample-Password-1"])
def test_an_account_whose_log_in_is_not_ready_is_told_with_its_ids(
    password: str | None, opened: Any, pool: UserPool
) -> None:
    pool.refuses["AdminSetUserPassword"] = "InternalErrorException"
    code, answer = opened(password)
    assert (code, answer["code"], answer["username"]) == (1, "login_not_ready", "olive")
    known = owner()
    assert known and (answer["account_id"], answer["user_id"]) == (known["account_id"], known["user_id"])
    assert dynamodb.get(keys.account(answer["account_id"]))

"""The operator's command line as others build on it: one JSON object out, progress beside it, exit codes."""

import json
import sys
from pathlib import Path
from typing import Any

import pytest

from infra.operator import __main__ as operator
from infra.operator.target import NoTarget
from shared.store import keys
from shared.store.transaction import Transaction
from tests.support.sample import Company


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Any:
    monkeypatch.setattr(operator, "choose_target", lambda **_: None)

    def operate(*words: object) -> tuple[int, Any, str]:
        monkeypatch.setattr(sys, "argv", ["operator", *map(str, words)])
        capsys.readouterr()
        code = operator.main()
        printed = capsys.readouterr()
        return code, json.loads(printed.out), printed.err

    return operate


def test_what_is_done_and_ok_ends_with_0(run: Any, company: Company) -> None:
    code, answer, progress = run("verify")
    assert (code, answer) == (0, {"ok": True, "accounts": 1, "differences": []})
    assert progress == "1 of 1 accounts recounted\n"


def test_what_is_not_ok_ends_with_1_and_tells_where(run: Any, company: Company) -> None:
    transaction = Transaction()
    transaction.update(keys.pool(company.account_id, "jobs-contracted"), set={"assigned": 7})
    transaction.commit()
    code, answer, _ = run("verify", company.account_id)
    assert (code, answer["ok"]) == (1, False)
    assert {found["account_id"] for found in answer["differences"]} == {company.account_id}


def test_what_is_refused_ends_with_1_and_a_code(run: Any, company: Company, tmp_path: Path) -> None:
    refused = {
        "not_found": ("verify", "nobody"), "unreadable": ("load-prices", tmp_path / "none.json"),
        "clock_goes_back": ("clock", company.account_id, "--to", "2020-01-01T00:00:00Z"),
    }  # fmt: skip
    for expected, words in refused.items():
        code, answer, _ = run(*words)
        assert (code, answer["code"], bool(answer["detail"])) == (1, expected, True)


def test_where_there_is_no_stack_it_ends_with_1(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def none(**_: Any) -> None:
        raise NoTarget("start it with `make run`")

    monkeypatch.setattr(operator, "choose_target", none)
    assert run("verify")[:2] == (1, {"code": "no_stack", "detail": "start it with `make run`"})


def test_long_work_tells_how_far_it_has_come(run: Any, company: Company) -> None:
    code, answer, progress = run("clock", company.account_id, "--to", "2027-06-06T09:00:00Z")
    assert (code, answer["now"]) == (0, "2027-06-06T09:00:00Z")
    assert progress.splitlines()[1:] == ["2027-04 ...", "2027-05 ...", "2027-06 ..."]
    code, _, progress = run("run-job", "bill-month", "--at", "2027-06-06T09:00:00Z", "--account", company.account_id)
    assert (code, progress.splitlines()[1:]) == (0, ["1 of 1 accounts"])

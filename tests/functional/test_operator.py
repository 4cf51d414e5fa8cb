"""The operator's command line as others build on it: one JSON object out, progress beside it, exit codes."""

import json
import os
import sys
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import (
    ClientError,
    EndpointConnectionError,
    NoCredentialsError,
    ParamValidationError,
    ReadTimeoutError,
)

from infra.local.stack import DIRECTORY_VARIABLE, Stack
from infra.operator import __main__ as operator
from infra.operator import target, time_travel
from infra.operator.target import NoTarget
from infra.operator.words import parser
from shared.account.price_book import NoPrice
from shared.errors import Busy
from shared.events import republish
from shared.events.bus import NotTaken
from shared.store import dynamodb, keys
from shared.store.transaction import Conflict, Transaction
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


def test_who_names_a_stack_is_never_told_of_the_one_on_this_machine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Stack(api_url="", endpoint_url="http://127.0.0.1:1", region="us-east-1", outputs={}, users=[]).save(tmp_path)
    monkeypatch.setenv(DIRECTORY_VARIABLE, str(tmp_path))
    pointed: list[str] = []
    monkeypatch.setattr(target, "_point_at_aws", pointed.append)
    monkeypatch.setattr(target, "point_at", lambda stack: pointed.append(stack.endpoint_url))
    for words in ("--stack seatkeeper-prod verify", "verify --stack seatkeeper-prod", "verify", "verify --local"):
        said = parser().parse_args(words.split())
        target.choose_target(local=said.local, stack_name=said.stack)
    assert pointed == ["seatkeeper-prod", "seatkeeper-prod", "http://127.0.0.1:1", "http://127.0.0.1:1"]
    with pytest.raises(NoTarget):
        target.choose_target(local=True, stack_name="seatkeeper-prod")


class CloudFormation:
    """Knows one stack; without `outputs` it is one that is still being made."""

    def __init__(self, *, stage: str | None, outputs: dict[str, str] | None) -> None:
        told = [{"ParameterKey": "Stage", "ParameterValue": stage}] if stage else []
        self.stack: dict[str, Any] = {"StackName": "a-stack", "Parameters": told}
        if outputs is not None:
            self.stack["Outputs"] = [{"OutputKey": key, "OutputValue": value} for key, value in outputs.items()]

    def describe_stacks(self, **_: Any) -> Any:
        return {"Stacks": [self.stack]}


@pytest.fixture
def on_aws(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Says `verify --stack a-stack`, of the stack that is described; its answer."""
    monkeypatch.setenv("STAGE", "dev")

    def operate(stack: CloudFormation, capsys: pytest.CaptureFixture[str]) -> Any:
        monkeypatch.setattr(target.aws, "client", lambda *_: stack)
        monkeypatch.setattr(sys, "argv", ["operator", "verify", "--stack", "a-stack"])
        assert operator.main() == 1
        return json.loads(capsys.readouterr().out)

    return operate


@pytest.mark.parametrize(
    "stage, outputs", [(None, {"Bucket": "b"}), (None, None), ("dev", None), ("dev", {"ApiId": "a"})]
)
def test_another_stack_or_half_a_one_is_none_to_work_on(
    stage: str | None, outputs: dict[str, str] | None, on_aws: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    answer = on_aws(CloudFormation(stage=stage, outputs=outputs), capsys)
    assert (answer["code"], "a-stack" in answer["detail"]) == ("no_stack", True)


def test_a_stack_noted_by_an_older_version_is_none_to_work_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Stack(api_url="", endpoint_url="http://127.0.0.1:1", region="us-east-1", outputs={}, users=[]).save(tmp_path)
    for name in ("STAGE", "AWS_ENDPOINT_URL", "AWS_DEFAULT_REGION", "AWS_REGION"):
        monkeypatch.setenv(name, "of the test")
    monkeypatch.setenv(DIRECTORY_VARIABLE, str(tmp_path))
    with pytest.raises(NoTarget, match="make run"):
        target.choose_target(local=False, stack_name=None)


def test_restored_tables_are_recounted_in_place_of_those_of_the_stack(
    company: Company, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def of_the_stack(_: str) -> None:
        os.environ.update(LICENSES_TABLE="lost", USERS_TABLE="lost", BILLING_TABLE="lost")
        dynamodb.table_name.cache_clear()

    monkeypatch.setattr(target, "_point_at_aws", of_the_stack)
    words = ["operator", "verify", "--stack", "a-stack", "--tables", "Licenses,Users,Billing"]
    monkeypatch.setattr(sys, "argv", words)
    assert operator.main() == 0
    assert json.loads(capsys.readouterr().out)["accounts"] == 1


@pytest.mark.parametrize("error, code", [
    (EndpointConnectionError(endpoint_url="http://127.0.0.1:1"), "no_stack"), (NoCredentialsError(), "no_stack"),
    (ReadTimeoutError(endpoint_url="https://dynamodb"), "aws"), (ParamValidationError(report="no"), "aws"),
    (NoPrice("jobs-rolling has no price in GBP on 2027-04-05"), "no_price"),
    (ClientError({"Error": {"Code": "AccessDenied", "Message": "no"}}, "Query"), "aws"),
])  # fmt: skip
def test_whatever_stands_in_the_way_one_object_comes_out(
    error: Exception, code: str, run: Any, company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(*_: Any, **__: Any) -> None:
        raise error

    monkeypatch.setattr(time_travel, "move_clock", stopped)
    status, answer, _ = run("clock", company.account_id, "--to", "2027-06-06T09:00:00Z")
    assert (status, answer["code"], bool(answer["detail"])) == (1, code, True)


def test_a_bus_that_takes_nothing_ends_with_1_and_what_was_done(
    run: Any, company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuses(_: Any) -> None:
        raise NotTaken(0, "InternalFailure")

    monkeypatch.setattr(republish, "publish", refuses)
    monkeypatch.setattr(republish.time, "sleep", lambda _: None)
    status, answer, _ = run("republish", "--since", "2020-01-01")
    assert (status, answer["code"], answer["items"]) == (1, "bus_refuses", [])


def test_long_work_tells_how_far_it_has_come(run: Any, company: Company) -> None:
    code, answer, progress = run("clock", company.account_id, "--to", "2027-06-06T09:00:00Z")
    assert (code, answer["now"]) == (0, "2027-06-06T09:00:00Z")
    assert progress.splitlines()[1:] == ["2027-04 ...", "2027-05 ...", "2027-06 ..."]
    code, _, progress = run("run-job", "bill-month", "--at", "2027-06-06T09:00:00Z", "--account", company.account_id)
    assert (code, progress.splitlines()[1:]) == (0, ["1 of 1 accounts"])


def test_what_others_keep_busy_ends_with_1_too(run: Any, company: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    def held(_: Transaction) -> None:
        raise Conflict("TransactionConflict")

    monkeypatch.setattr(Transaction, "commit", held)
    monkeypatch.setattr("time.sleep", lambda _: None)
    assert run("set-tax", company.account_id, "2000")[:2] == (1, {"code": "busy", "detail": Busy().detail})
    code, answer, _ = run("clock", company.account_id, "--to", "2027-03-06T09:00:00Z")
    assert (code, answer["code"]) == (1, "busy")

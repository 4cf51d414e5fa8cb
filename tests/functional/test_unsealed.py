"""Contracts that wait too long for their seal are told and tried again; a Zip is kept for a day."""

from datetime import datetime, timedelta

import pytest

from infra.operator.recount import contracts
from shared import aws
from shared.account import archive_requests, archives
from shared.account.sealing import seal_contract
from shared.clock import real_now
from tests.support.rights import invoke
from tests.support.sample import Company


def test_a_contract_unsealed_for_ten_minutes_is_counted_named_and_sent_again(
    company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    queue = aws.client("sqs").create_queue(QueueName="seal")["QueueUrl"]
    monkeypatch.setenv("SEAL_QUEUE_URL", queue)
    contract_id = company.buy("jobs-rolling", 1).body["contract_id"]
    assert watched(real_now()) == {"unsealed": 0, "sent": 0}
    later = real_now() + timedelta(minutes=10, seconds=1)
    monkeypatch.setattr(contracts, "real_now", lambda: later)
    assert watched(later) == {"unsealed": 1, "sent": 1}
    assert contract_id in aws.client("sqs").receive_message(QueueUrl=queue)["Messages"][0]["Body"]
    assert [each["subject"] for each in contracts.differences(company.account_id)] == [f"contract/{contract_id}"]
    seal_contract(company.account_id, contract_id)
    assert watched(later) == {"unsealed": 0, "sent": 0}


def test_what_waits_long_is_counted_in_every_run_and_tried_ever_less_often(
    company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SEAL_QUEUE_URL", aws.client("sqs").create_queue(QueueName="seal")["QueueUrl"])
    company.buy("jobs-rolling", 1)
    first = real_now() + timedelta(minutes=12)
    waits = [timedelta(minutes=5 * runs) for runs in (*range(20), 286, 287, 288, 289, 576)]
    runs = {wait: watched(first + wait) for wait in waits}
    assert {run["unsealed"] for run in runs.values()} == {1}
    tried = [wait // timedelta(minutes=1) for wait, run in runs.items() if run["sent"]]
    assert tried == [0, 5, 10, 20, 40, 80, 24 * 60, 48 * 60]


def watched(now: datetime) -> dict[str, int]:
    """What the schedule's run of an instant counts."""
    counts: dict[str, int] = invoke("functions.documents.watch_seals", {"job": "watch-seals", "now": now.isoformat()})
    return counts


def test_a_zip_is_not_served_after_its_day(company: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "WAITS_SECONDS", 0.0)
    seal_contract(company.account_id, company.buy("jobs-rolling", 1).body["contract_id"])
    archive_id = company.call("POST", "/v1/contracts/archive").body["archive_id"]
    assert archives.build(company.account_id, archive_id)
    assert company.call("GET", f"/v1/contracts/archives/{archive_id}").status == 200
    later = real_now() + timedelta(days=1, seconds=1)
    monkeypatch.setattr(archive_requests, "real_now", lambda: later)
    assert company.call("GET", f"/v1/contracts/archives/{archive_id}").status == 404

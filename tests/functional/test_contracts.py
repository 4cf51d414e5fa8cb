"""Contracts: sealed once, served by version, zipped whole."""

import io
import itertools
import json
import zipfile
from datetime import timedelta
from types import SimpleNamespace

import pytest

from shared import aws
from shared.account import archive_requests, archives
from shared.account.drafts import DraftAltered
from shared.account.locked import read_version, sealed_key, signed_key
from shared.account.sealing import pinned_certificate, seal_contract
from shared.clock import real_now
from shared.documents.proof import check_sealed
from shared.domain.contract import Contract
from shared.links import s3
from shared.store import dynamodb, keys
from shared.store.records import from_item
from tests.support.bus import bring
from tests.support.rights import somebody_else
from tests.support.sample import Company, order_body


def signed(company: Company) -> str:
    """Buy, and return the contract's id."""
    return str(company.buy("jobs-rolling", 2).body["contract_id"])


def seal_event(company: Company, contract_id: str) -> str:
    detail = {"account_id": company.account_id, "after": {"contract_id": contract_id}}
    return json.dumps({"detail-type": "order.signed", "detail": detail})


def record(company: Company, contract_id: str) -> Contract:
    return from_item(Contract, dynamodb.get(keys.contract(company.account_id, contract_id)) or {})


def test_a_contract_is_ready_once_it_is_sealed(company: Company) -> None:
    contract_id = signed(company)
    early = company.call("GET", f"/v1/contracts/{contract_id}")
    assert (early.status, early.code) == (409, "contract_not_ready")
    assert bring("functions.documents.seal", [seal_event(company, contract_id)]) == []
    ready = company.call("GET", f"/v1/contracts/{contract_id}")
    assert ready.status == 200
    assert f"versionId={record(company, contract_id).seal.version_id}" in ready.body["download"]["url"]  # type: ignore[union-attr]
    listed = company.call("GET", "/v1/contracts").body["items"]
    assert [each["contract_id"] for each in listed] == [contract_id]


def test_the_sealed_file_proves_itself_and_the_signed_one_lies_beside_it(company: Company) -> None:
    contract_id = signed(company)
    assert seal_contract(company.account_id, contract_id)
    kept = record(company, contract_id).seal
    assert kept
    file = read_version(sealed_key(company.account_id, contract_id), kept.version_id)
    assert check_sealed(file, expected_sha256=kept.sha256, certificate_pem=pinned_certificate()) == []
    assert read_version(signed_key(company.account_id, contract_id), kept.document_version_id).startswith(b"%PDF")


def test_a_sealer_that_runs_again_leaves_one_file(company: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    contract_id = signed(company)
    with monkeypatch.context() as patched:
        patched.setattr("shared.account.sealing._note", lambda *_: (_ for _ in ()).throw(TimeoutError))
        with pytest.raises(TimeoutError):
            seal_contract(company.account_id, contract_id)
    assert seal_contract(company.account_id, contract_id)
    assert not seal_contract(company.account_id, contract_id)
    key = sealed_key(company.account_id, contract_id)
    assert len(s3().list_object_versions(Bucket="contracts", Prefix=key)["Versions"]) == 1


@pytest.mark.parametrize("ending", ["pdf", "pdf.json"])
def test_a_draft_altered_meanwhile_is_not_sealed(company: Company, ending: str) -> None:
    contract_id = signed(company)
    key = f"{company.account_id}/{contract_id}.{ending}"
    kept = s3().get_object(Bucket="drafts", Key=key)["Body"].read()
    s3().put_object(Bucket="drafts", Key=key, Body=kept.replace(b"2", b"3"))
    with pytest.raises(DraftAltered):
        seal_contract(company.account_id, contract_id)
    assert record(company, contract_id).seal is None


def test_a_version_forged_later_is_not_served(company: Company) -> None:
    contract_id = signed(company)
    seal_contract(company.account_id, contract_id)
    before = record(company, contract_id).seal
    assert before
    s3().put_object(Bucket="contracts", Key=sealed_key(company.account_id, contract_id), Body=b"forged")
    assert read_version(sealed_key(company.account_id, contract_id), before.version_id).startswith(b"%PDF")
    assert before.version_id in company.call("GET", f"/v1/contracts/{contract_id}").body["download"]["url"]


def test_the_archive_holds_every_contract_or_waits(company: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    none = company.call("POST", "/v1/contracts/archive")
    assert (none.status, none.code) == (409, "no_contracts")
    monkeypatch.setattr("shared.account.archives.WAITS_SECONDS", 0.0)
    ids = sorted([signed(company), signed(company)])
    seal_contract(company.account_id, ids[0])
    waiting = company.call("POST", "/v1/contracts/archive")
    assert (waiting.status, waiting.body["status"]) == (202, "building")
    seal_contract(company.account_id, ids[1])
    path = f"/v1/contracts/archives/{waiting.body['archive_id']}"
    assert company.call("GET", path).status == 202
    order = json.dumps({"account_id": company.account_id, "archive_id": waiting.body["archive_id"]})
    assert bring("functions.documents.build_archive", [order]) == []
    link = company.call("GET", path)
    assert link.status == 200
    names = zipfile.ZipFile(io.BytesIO(fetched(link.body["url"]))).namelist()
    assert names == [*(f"{each}.pdf" for each in ids), "contracts.csv"]


def test_however_often_it_is_looked_for_one_zip_is_ordered_a_minute(
    company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    queue = aws.client("sqs").create_queue(QueueName="archive")["QueueUrl"]
    monkeypatch.setenv("ARCHIVE_QUEUE_URL", queue)
    monkeypatch.setattr("shared.account.archives.WAITS_SECONDS", 0.0)
    seal_contract(company.account_id, signed(company))
    asked = company.call("POST", "/v1/contracts/archive").body["archive_id"]
    path = f"/v1/contracts/archives/{asked}"
    assert [company.call("GET", path).status for _ in range(4)] == [202] * 4
    assert ordered(queue) == [asked] * 2  # as it was asked for, and at the first look
    later = real_now() + timedelta(minutes=1, seconds=1)
    monkeypatch.setattr(archive_requests, "real_now", lambda: later)
    assert [company.call("GET", path).status for _ in range(4)] == [202] * 4
    assert ordered(queue) == [asked]


def test_a_zip_asked_for_while_a_contract_awaits_its_seal_is_ordered_once_it_is_sealed(
    company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    queue = aws.client("sqs").create_queue(QueueName="archive")["QueueUrl"]
    monkeypatch.setenv("ARCHIVE_QUEUE_URL", queue)
    contract_id, told, naps = signed(company), [], itertools.count(1)

    def nap(_: float) -> None:
        # Meanwhile the sealer works, later the builder.
        number = next(naps)
        with somebody_else():
            told.extend(ordered(queue))
            if number == 2:
                seal_contract(company.account_id, contract_id)
            if number == 5:
                archives.build(company.account_id, told[0])

    instants = itertools.count(0.0, archives.LOOKS_EVERY)
    monkeypatch.setattr(archives, "time", SimpleNamespace(sleep=nap, monotonic=lambda: next(instants)))
    assert company.call("POST", "/v1/contracts/archive").status == 200
    assert len(told) == 1
    assert next(naps) == 6


def ordered(queue: str) -> list[str]:
    """The archives that the builder is told of; they are taken from the queue."""
    sqs, found = aws.client("sqs"), []
    while messages := sqs.receive_message(QueueUrl=queue, MaxNumberOfMessages=10).get("Messages"):
        for message in messages:
            found.append(json.loads(message["Body"])["archive_id"])
            sqs.delete_message(QueueUrl=queue, ReceiptHandle=message["ReceiptHandle"])
    return found


def fetched(url: str) -> bytes:
    key = url.split("?")[0].split("/files/")[-1]
    content: bytes = s3().get_object(Bucket="files", Key=key)["Body"].read()
    return content


BROWSERS = ["", "a\x00b\r\n", "\ud800", "x" * 20_000, "\u202e\U0001f600\ue000", '#import "x" $ * _ `']


@pytest.mark.parametrize("user_agent", BROWSERS, ids=ascii)
def test_whatever_a_browser_calls_itself_the_contract_is_sealed(company: Company, user_agent: str) -> None:
    quote = company.call("POST", "/v1/licenses/quotes", {"sku": "jobs-rolling", "quantity": 1}).body
    body = order_body(quote, "Ana Pop")
    order = company.call("POST", "/v1/licenses/orders", body, headers={"user-agent": user_agent}).body
    assert seal_contract(company.account_id, order["contract_id"])

"""The key of the seal is changed: what the one before has sealed is still proved, and nothing that a stranger has."""

from pathlib import Path

import pytest

from infra.operator.checks import verify, verify_contract
from shared import aws
from shared.account import sealing
from shared.account.locked import read_version, sealed_key
from shared.account.sealing import SealNotProved, seal_contract
from shared.config import setting
from shared.domain.contract import Contract
from shared.links import s3
from shared.store import dynamodb, keys
from shared.store.records import from_item
from tests.support.sample import Company


def sealed(company: Company, directory: Path) -> Path:
    """Buy and seal; the contract as it is downloaded."""
    contract_id = str(company.buy("jobs-rolling", 1).body["contract_id"])
    assert seal_contract(company.account_id, contract_id)
    contract = from_item(Contract, dynamodb.get(keys.contract(company.account_id, contract_id)) or {})
    assert contract.seal
    path = directory / f"{contract_id}.pdf"
    path.write_bytes(read_version(sealed_key(company.account_id, contract_id), contract.seal.version_id))
    return path


def test_what_a_stranger_put_in_the_place_of_a_contract_is_written_over(company: Company) -> None:
    contract_id = str(company.buy("jobs-rolling", 1).body["contract_id"])
    key = sealed_key(company.account_id, contract_id)
    forged = s3().put_object(Bucket="contracts", Key=key, Body=b"%PDF forged")["VersionId"]
    assert seal_contract(company.account_id, contract_id)
    contract = from_item(Contract, dynamodb.get(keys.contract(company.account_id, contract_id)) or {})
    assert contract.seal and contract.seal.version_id != forged
    assert read_version(key, forged) == b"%PDF forged", "it stays, as evidence"
    assert verify(company.account_id)["ok"]


def test_a_key_changed_between_writing_and_noting_holds_no_contract_up(
    company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    contract_id = str(company.buy("jobs-rolling", 1).body["contract_id"])
    with monkeypatch.context() as patched:
        patched.setattr(sealing, "_note", lambda *_: (_ for _ in ()).throw(TimeoutError))
        with pytest.raises(TimeoutError):
            seal_contract(company.account_id, contract_id)
    new = aws.client("kms").create_key(KeySpec="RSA_3072", KeyUsage="SIGN_VERIFY")["KeyMetadata"]["KeyId"]
    monkeypatch.setenv("SEAL_KEY_ID", new)
    assert seal_contract(company.account_id, contract_id)
    assert verify(company.account_id)["ok"]


def test_a_file_that_our_own_key_does_not_prove_is_not_kept(company: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    contract_id = str(company.buy("jobs-rolling", 1).body["contract_id"])
    key = sealed_key(company.account_id, contract_id)
    s3().put_object(Bucket="contracts", Key=key, Body=b"%PDF forged")
    monkeypatch.setattr(sealing, "unproved", lambda *_, **__: ["signature"])
    with pytest.raises(SealNotProved):
        seal_contract(company.account_id, contract_id)
    assert len(s3().list_object_versions(Bucket="contracts", Prefix=key)["Versions"]) == 1


def test_contracts_sealed_before_and_after_a_change_of_key_are_proved(
    company: Company, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, before = setting("SEAL_KEY_ID"), sealed(company, tmp_path)
    new = aws.client("kms").create_key(KeySpec="RSA_3072", KeyUsage="SIGN_VERIFY")["KeyMetadata"]["KeyId"]
    monkeypatch.setenv("SEAL_KEY_ID", new)
    after = sealed(company, tmp_path)
    assert verify_contract(after)["ok"]
    assert verify_contract(before)["failed"]
    assert [found["subject"] for found in verify(company.account_id)["differences"]] == [f"contract/{before.stem}"]
    monkeypatch.setenv("SEAL_KEYS_BEFORE", f"{first}")
    assert verify_contract(before)["ok"]
    assert verify_contract(after)["ok"]
    assert verify(company.account_id)["ok"]

"""The key of the seal is changed: what the one before has sealed is still proved, and nothing that a stranger has."""

from pathlib import Path

import pytest

from infra.operator.checks import verify, verify_contract
from shared import aws
from shared.account.locked import read_version, sealed_key
from shared.account.sealing import seal_contract
from shared.config import setting
from shared.domain.contract import Contract
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

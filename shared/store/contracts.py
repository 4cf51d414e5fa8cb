"""Contracts: written once with the signature; due for an alarm until they are sealed."""

from datetime import timedelta

from shared.clock import real_now
from shared.domain.account import Account
from shared.domain.contract import Contract, Seal
from shared.store import dynamodb, keys
from shared.store.due import SEAL
from shared.store.records import from_item, to_item
from shared.store.transaction import Transaction, absent, present

SEALED_WITHIN = timedelta(minutes=10)


def put_contract(transaction: Transaction, account: Account, contract: Contract, strokes: bytes | None) -> None:
    """Write a contract, and apart from it the drawn signature, which is large."""
    # Sealing is watched by the real clock, for sandboxes too.
    shard = keys.due_shard(SEAL, account.account_id, is_sandbox=False)
    item = to_item(contract) | {"due_shard": shard, "due_at": real_now() + SEALED_WITHIN}
    transaction.put(keys.contract(account.account_id, contract.contract_id), item, absent(), name="contract")
    if strokes is not None:
        key = keys.strokes(account.account_id, contract.contract_id)
        transaction.put(key, {"strokes": strokes}, absent(), name="strokes")


def note_seal(transaction: Transaction, account_id: str, contract_id: str, seal: Seal) -> None:
    """Write where the sealed file is kept, once; the contract is due no more."""
    key = keys.contract(account_id, contract_id)
    transaction.update(
        key, present(), absent("seal"), set={"seal": to_item(seal)}, remove=("due_shard", "due_at"), name="contract"
    )


def has_contracts(account_id: str) -> bool:
    """Whether an account has signed any contract."""
    pk, prefix = keys.contract(account_id, "")[1:]
    return bool(dynamodb.query("Licenses", pk, prefix=prefix, limit=1).items)


def contracts_of(account_id: str) -> list[Contract]:
    """Every contract of an account, newest first."""
    pk, prefix = keys.contract(account_id, "")[1:]
    items = dynamodb.query_all("Licenses", pk, prefix=prefix, newest_first=True)
    return [from_item(Contract, item) for item in items]

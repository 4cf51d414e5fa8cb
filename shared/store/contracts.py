"""Contracts: written once with the signature; due for an alarm until they are sealed."""

from datetime import timedelta

from shared.clock import real_now
from shared.domain.account import Account
from shared.domain.contract import Contract
from shared.store import keys
from shared.store.due import SEAL, due
from shared.store.records import to_item
from shared.store.transaction import Transaction, absent

SEALED_WITHIN = timedelta(minutes=10)


def put_contract(transaction: Transaction, account: Account, contract: Contract, strokes: bytes | None) -> None:
    """Write a contract, and apart from it the drawn signature, which is large."""
    # Sealing is watched by the real clock, whatever the account's own says.
    item = to_item(contract) | due(account, SEAL, real_now() + SEALED_WITHIN)
    transaction.put(keys.contract(account.account_id, contract.contract_id), item, absent(), name="contract")
    if strokes is not None:
        key = keys.strokes(account.account_id, contract.contract_id)
        transaction.put(key, {"strokes": strokes}, absent(), name="strokes")

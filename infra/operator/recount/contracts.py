"""Contracts: one for each order signed here, sealed in time, its files unchanged and proved by the seal."""

import hashlib
from collections.abc import Iterator
from typing import Any

from botocore.exceptions import ClientError

from infra.operator.recount.difference import difference
from shared.account.locked import read_version, sealed_key, signed_key
from shared.account.sealing import unproved
from shared.clock import real_now
from shared.domain.contract import Contract, Seal
from shared.store import dynamodb, keys
from shared.store.attributes import Item, instant_text
from shared.store.keys import Key
from shared.store.records import from_item


def differences(account_id: str) -> Iterator[dict[str, Any]]:
    """Where an order has no contract, a contract no order, or a file cannot be proved."""
    orders = {i["contract_id"]: i for i in _all_like(keys.order(account_id, "")) if i.get("contract_id")}
    items = {i["contract_id"]: i for i in _all_like(keys.contract(account_id, ""))}
    signed = {contract for contract, order in orders.items() if order["stored_status"] == "active"}
    for contract_id in sorted(signed ^ set(items)):
        has = "order" if contract_id in signed else "contract"
        yield difference("an active order has one contract", f"contract/{contract_id}", recorded=has, counted="both")
    for contract_id in sorted(signed & set(items)):
        yield from _of_contract(account_id, items[contract_id], orders[contract_id])


def _all_like(first: Key) -> Iterator[Item]:
    return dynamodb.query_all(first.table, first.pk, prefix=first.sk)


def _of_contract(account_id: str, item: dict[str, Any], order: dict[str, Any]) -> Iterator[dict[str, Any]]:
    contract, subject = from_item(Contract, item), f"contract/{item['contract_id']}"
    for name in ("sku", "quantity", "unit_price", "document_sha256"):
        if item[name] != order[name]:
            yield difference(f"contract and order agree on {name}", subject, recorded=item[name], counted=order[name])
    if contract.seal is None:
        if item.get("due_at", "") <= instant_text(real_now()):
            yield difference("a contract is sealed within ten minutes", subject, recorded=None, counted="a seal")
        return
    yield from _of_files(account_id, contract, contract.seal, subject)


def _of_files(account_id: str, contract: Contract, seal: Seal, subject: str) -> Iterator[dict[str, Any]]:
    try:
        sealed = read_version(sealed_key(account_id, contract.contract_id), seal.version_id)
        signed = read_version(signed_key(account_id, contract.contract_id), seal.document_version_id)
    except ClientError as error:
        code = error.response["Error"]["Code"]
        yield difference("both files are kept", subject, recorded="on record", counted=code)
        return
    failed = unproved(sealed, expected_sha256=seal.sha256)
    if failed:
        yield difference("the sealed file proves itself", subject, recorded=seal.sha256, counted=failed)
    sha256 = hashlib.sha256(signed).hexdigest()
    if sha256 != contract.document_sha256:
        told = contract.document_sha256
        yield difference("the document is the one that was signed", subject, recorded=told, counted=sha256)

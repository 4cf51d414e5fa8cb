"""Recounts and proofs: what is recorded, counted again from what it came from.

What proves a seal takes longer to import than all the rest of the operator: only these commands wait for it.
"""

import hashlib
from pathlib import Path
from typing import Any

from infra.operator.progress import one_by_one
from shared.errors import Unknown, Unreadable
from shared.store import dynamodb, keys
from shared.store.listing import account_ids


def verify(account_id: str | None) -> dict[str, Any]:
    """Recount one account, or every one: `{ok, differences}`."""
    from infra.operator.recount import differences_of

    accounts = [account_id] if account_id else all_accounts()
    if account_id and dynamodb.get(keys.account(account_id)) is None:
        raise Unknown("account")
    differences = [
        {"account_id": each, **found}
        for each in one_by_one(accounts, done="accounts recounted") for found in differences_of(each)
    ]  # fmt: skip
    return {"ok": not differences, "accounts": len(accounts), "differences": differences}


def verify_contract(path: Path) -> dict[str, Any]:
    """Prove a downloaded file: our seal over the whole of it, and the very bytes on record."""
    from shared.account.sealing import unproved
    from shared.documents.proof import FILE_HASH

    try:
        pdf = path.read_bytes()
    except OSError as error:
        raise Unreadable("unreadable", f"{path} cannot be read: {error.strerror}.") from error
    sha256 = hashlib.sha256(pdf).hexdigest()
    failed = unproved(pdf, expected_sha256=sha256)
    contract = _contract_with(sha256)
    if contract is None:
        failed = [FILE_HASH, *failed]
    return {"ok": not failed, "sha256": sha256, "failed": failed, "contract_id": contract}


def all_accounts() -> list[str]:
    """Every account there is."""
    return list(account_ids())


def _contract_with(sha256: str) -> str | None:
    """The contract whose record names this very file."""
    for account_id in all_accounts():
        pk, prefix = keys.contract(account_id, "")[1:]
        for item in dynamodb.query_all("Licenses", pk, prefix=prefix):
            if item.get("seal", {}).get("sha256") == sha256:
                return str(item["contract_id"])
    return None

"""Seal a signed contract: the exact PDF signed and the sealed one, each written once, then noted (DESIGN 7)."""

import hashlib
import json
import os
import zlib
from functools import cache, partial
from typing import Any

from shared import aws
from shared.account.drafts import draft_signed
from shared.account.locked import read_version, sealed_key, signed_key, write_once, write_over
from shared.clock import now_of, real_now
from shared.config import setting
from shared.documents.certificate import make_certificate
from shared.documents.contract import ContractDocument, render_contract
from shared.documents.edition import CONSENTS
from shared.documents.proof import check_sealed
from shared.documents.seal import seal
from shared.documents.signature import Signature, Strokes, render_signed
from shared.domain.account import Account
from shared.domain.activity import JOB, Event
from shared.domain.contract import Contract, Seal
from shared.ids import new_id
from shared.links import PDF
from shared.logs import logger
from shared.store import dynamodb, keys
from shared.store.activity import add_event
from shared.store.contracts import note_seal
from shared.store.keys import Key
from shared.store.records import from_item
from shared.store.transaction import ConditionFailed, Transaction

ALGORITHM = "RSASSA_PKCS1_V1_5_SHA_256"


class SealNotProved(Exception):
    """A file that was just sealed is not proved by our key."""


class PagesDiffer(Exception):
    """The contract would be drawn otherwise now than it was signed: the sealed pages would say what nobody signed."""


def seal_contract(account_id: str, contract_id: str) -> bool:
    """Seal a contract; False when it is sealed already. Killed at any step, a repeat ends in the same one file."""
    account_key, key = keys.account(account_id), keys.contract(account_id, contract_id)
    items = dynamodb.batch_get([account_key, key, keys.strokes(account_id, contract_id)])
    contract = from_item(Contract, items[key])
    if contract.seal is not None:
        return False
    made = _sealed(account_id, contract, _strokes(items, account_id, contract_id))
    return _note(from_item(Account, items[account_key]), contract, made)


def pinned_certificate() -> str:
    """The certificate of the seal's key: always the same for the same key."""
    return _certificate_of(setting("SEAL_KEY_ID"))


def unproved(pdf: bytes, *, expected_sha256: str) -> list[str]:
    """The parts of a sealed file that none of our keys proves, the present one or one before; empty where one does."""
    before = [key_id for key_id in os.environ.get("SEAL_KEYS_BEFORE", "").split(",") if key_id]
    failures = []
    for key_id in (setting("SEAL_KEY_ID"), *before):
        failed = check_sealed(pdf, expected_sha256=expected_sha256, certificate_pem=_certificate_of(key_id))
        if not failed:
            return []
        failures.append(failed)
    return failures[0]


@cache
def _certificate_of(key_id: str) -> str:
    return make_certificate(_kms().get_public_key(KeyId=key_id)["PublicKey"], partial(_sign, key_id=key_id))


def _sealed(account_id: str, contract: Contract, strokes: Strokes | None) -> Seal:
    document, values = draft_signed(account_id, contract)
    written = ContractDocument.from_json(values)
    if render_contract(written) != document:
        raise PagesDiffer(contract.contract_id)
    document_version = write_once(signed_key(account_id, contract.contract_id), document, PDF)
    pages = render_signed(written, _signature(contract, strokes))
    file = seal(pages, sign=partial(_sign, key_id=setting("SEAL_KEY_ID")), certificate_pem=pinned_certificate())
    version_id, kept = _written(sealed_key(account_id, contract.contract_id), file)
    return Seal(version_id, len(kept), _sha256(kept), zlib.crc32(kept), real_now(), document_version)


def _written(key: str, file: bytes) -> tuple[str, bytes]:
    """A version of the sealed file, and its bytes. Raises SealNotProved."""
    version_id = write_once(key, file, PDF)
    # An earlier try may have written it: what stands there counts, if our key has sealed it.
    kept = read_version(key, version_id)
    if not unproved(kept, expected_sha256=_sha256(kept)):
        return version_id, kept
    logger.warning("sealed_by_none_of_our_keys", key=key, version_id=version_id)
    if unproved(file, expected_sha256=_sha256(file)):
        raise SealNotProved(key)
    return write_over(key, file, PDF), file


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _note(account: Account, contract: Contract, made: Seal) -> bool:
    transaction = Transaction()
    note_seal(transaction, account.account_id, contract.contract_id, made)
    after = {"contract_id": contract.contract_id, "sha256": made.sha256, "size_bytes": made.size_bytes}
    subject = f"contract/{contract.contract_id}"
    add_event(
        transaction,
        Event(new_id(), account.account_id, now_of(account), JOB, "contract.sealed", subject, {}, after),
    )
    try:
        transaction.commit()
    except ConditionFailed:
        return False  # another try was quicker, with the same file
    return True


def _signature(contract: Contract, strokes: Strokes | None) -> Signature:
    return Signature(
        signer_name=contract.signer_name, signed_at=contract.signed_at, user_id=contract.signed_by,
        user_name=contract.user_name, email=contract.signer_email, role=contract.signer_role,
        account_name=contract.account_name, document_sha256=contract.document_sha256,
        typed_name=contract.typed_name, strokes=strokes, ip=contract.ip, user_agent=contract.user_agent,
        viewed_at=contract.viewed_at, consent_version=contract.consent_version,
        consent_text=CONSENTS[contract.consent_version],
    )  # fmt: skip


def _strokes(items: dict[Key, dict[str, Any]], account_id: str, contract_id: str) -> Strokes | None:
    item = items.get(keys.strokes(account_id, contract_id))
    if item is None:
        return None
    drawn = json.loads(zlib.decompress(item["strokes"]))
    return tuple(tuple((x, y, t) for x, y, t in stroke) for stroke in drawn)


def _sign(message: bytes, *, key_id: str) -> bytes:
    answer = _kms().sign(KeyId=key_id, Message=message, MessageType="RAW", SigningAlgorithm=ALGORITHM)
    signature: bytes = answer["Signature"]
    return signature


def _kms() -> Any:
    return aws.client("kms")

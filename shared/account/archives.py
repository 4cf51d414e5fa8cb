"""Archives: the Zip of all contracts signed up to a request, named by what it holds, so that none is built twice."""

import hashlib
import json
import time
from dataclasses import dataclass
from datetime import datetime, timedelta

from botocore.exceptions import ClientError

from shared import aws
from shared.account.again import busy_at_last, persistently
from shared.account.locked import bucket as locked_bucket
from shared.account.locked import sealed_key
from shared.clock import now_of, real_now
from shared.config import setting
from shared.documents.archive import Member, archive_key, reading_from, store_archive
from shared.domain.contract import Contract
from shared.errors import Impossible, Unknown
from shared.ids import new_id
from shared.links import Link, file_name, link_to, s3
from shared.store import dynamodb, keys
from shared.store.accounts import read_account
from shared.store.attributes import Item
from shared.store.contracts import contracts_of
from shared.store.records import from_item, to_item
from shared.store.transaction import Condition, ConditionFailed, Transaction, absent, equal

WAITS_SECONDS, LOOKS_EVERY = 15.0, 0.3
KEPT = timedelta(days=1)
ZIP = "application/zip"


@dataclass(frozen=True)
class Archive:
    """A request for the Zip of all contracts signed until then."""

    archive_id: str
    requested_at: datetime
    company: str


def request_archive(account_id: str, user_id: str, key: str | None) -> tuple[Archive, Link | None]:
    """Ask for the Zip, and wait for it up to 15 s. Impossible `no_contracts`. The link is None while it is built."""
    account = read_account(account_id)
    archive_id = hashlib.sha256(f"{user_id}#{key}".encode()).hexdigest()[:26] if key else new_id()
    if not contracts_of(account_id):
        raise Impossible("no_contracts", "No contract was signed yet.")
    asked = Archive(archive_id, now_of(account), account.name)
    with busy_at_last():
        archive = persistently(lambda: _keep(account_id, asked))
    link = archive_link(account_id, archive, start=True)
    give_up_at = time.monotonic() + WAITS_SECONDS
    while link is None and time.monotonic() + LOOKS_EVERY < give_up_at:
        time.sleep(LOOKS_EVERY)
        link = archive_link(account_id, archive, start=False)
    return archive, link


def archive_requested(account_id: str, archive_id: str) -> Archive:
    """A request for an archive. Unknown once its day is over."""
    archive = _standing(dynamodb.get(keys.archive(account_id, archive_id)))
    if archive is None:
        raise Unknown("archive")
    return archive


def archive_link(account_id: str, archive: Archive, *, start: bool) -> Link | None:
    """A link to the Zip, None while a contract waits for its seal or the Zip is not built; `start` has it built."""
    members = _members(account_id, archive)
    if members is None:
        return None
    key = archive_key(members, prefix=f"archives/{account_id}/")
    if not _is_there(key):
        if start:
            _order_building(account_id, archive.archive_id)
        return None
    name = file_name("Contracts", archive.company, archive.requested_at.date().isoformat(), ending="zip")
    return link_to(setting("FILES_BUCKET"), key, name, content_type=ZIP)


def build(account_id: str, archive_id: str) -> bool:
    """Build an archive that was asked for; False when it is there, or a contract still waits for its seal."""
    members = _members(account_id, archive_requested(account_id, archive_id))
    if members is None:
        return False
    key = archive_key(members, prefix=f"archives/{account_id}/")
    if _is_there(key):
        return False
    read = reading_from(s3(), bucket=locked_bucket())
    store_archive(members, read=read, s3=s3(), bucket=setting("FILES_BUCKET"), key=key)
    return True


def _members(account_id: str, archive: Archive) -> list[Member] | None:
    """The contracts in order; None while one of them is not sealed, since none is left out."""
    contracts = [each for each in contracts_of(account_id) if each.signed_at <= archive.requested_at]
    members = [_member(account_id, each) for each in contracts]
    return None if None in members else [member for member in members if member]


def _member(account_id: str, contract: Contract) -> Member | None:
    seal = contract.seal
    if seal is None:
        return None
    return Member(
        contract_id=contract.contract_id, key=sealed_key(account_id, contract.contract_id),
        version_id=seal.version_id, size_bytes=seal.size_bytes, sha256=seal.sha256, crc32=seal.crc32,
        order_id=contract.order_id, sku=contract.sku, quantity=contract.quantity, signer_name=contract.signer_name,
        signed_at=contract.signed_at.isoformat(), document_sha256=contract.document_sha256,
        term_starts_on=str(contract.term_starts_on or ""), term_ends_before=str(contract.term_ends_before or ""),
    )  # fmt: skip


def _keep(account_id: str, asked: Archive) -> Archive:
    """Keep a request; the one of the same key that stands, where its day is not over."""
    try:
        return _put(account_id, asked, absent())
    except ConditionFailed:
        item = dynamodb.get(keys.archive(account_id, asked.archive_id))
    if archive := _standing(item):
        return archive
    # Past its day it stands until the table's TTL sweeps it; it is written over, once.
    return _put(account_id, asked, equal("ttl", item["ttl"] if item else None))


def _put(account_id: str, asked: Archive, as_read: Condition) -> Archive:
    transaction, ttl = Transaction(), int((real_now() + KEPT).timestamp())
    transaction.put(keys.archive(account_id, asked.archive_id), to_item(asked) | {"ttl": ttl}, as_read)
    transaction.commit()
    return asked


def _standing(item: Item | None) -> Archive | None:
    return from_item(Archive, item) if item is not None and item["ttl"] > real_now().timestamp() else None


def _order_building(account_id: str, archive_id: str) -> None:
    body = json.dumps({"account_id": account_id, "archive_id": archive_id})
    aws.client("sqs").send_message(QueueUrl=setting("ARCHIVE_QUEUE_URL"), MessageBody=body)


def _is_there(key: str) -> bool:
    try:
        head = s3().head_object(Bucket=setting("FILES_BUCKET"), Key=key)
    except ClientError as error:
        if error.response["ResponseMetadata"]["HTTPStatusCode"] == 404:
            return False
        raise
    return bool(head["LastModified"] > real_now() - KEPT)

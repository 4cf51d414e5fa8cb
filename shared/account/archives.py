"""Archives: the Zip of all contracts signed up to a request, named by what it holds, so that none is built twice."""

import hashlib
import time
from collections.abc import Callable
from functools import cache

from botocore.exceptions import ClientError

from shared.account.again import busy_at_last, persistently
from shared.account.archive_requests import (
    KEPT,
    Archive,
    archive_requested,
    keep_request,
    new_request,
    order_again,
    order_building,
)  # fmt: skip
from shared.account.locked import bucket as locked_bucket
from shared.account.locked import sealed_key
from shared.clock import now_of, real_now
from shared.config import setting
from shared.documents.archive import Member, archive_key, reading_from, store_archive
from shared.domain.contract import Contract
from shared.errors import Impossible
from shared.ids import new_id
from shared.links import Link, file_name, link_to, s3
from shared.store.accounts import read_account
from shared.store.contracts import contracts_of, has_contracts

WAITS_SECONDS, LOOKS_EVERY = 15.0, 0.3
ZIP = "application/zip"


def request_archive(account_id: str, user_id: str, key: str | None) -> tuple[Archive, Link | None]:
    """Ask for the Zip, and wait for it up to 15 s. Impossible `no_contracts`. The link is None while it is built."""
    account = read_account(account_id)
    archive_id = hashlib.sha256(f"{user_id}#{key}".encode()).hexdigest()[:26] if key else new_id()
    if not has_contracts(account_id):
        raise Impossible("no_contracts", "No contract was signed yet.")
    asked = new_request(archive_id, now_of(account), account.name)
    with busy_at_last():
        archive = persistently(lambda: keep_request(account_id, asked))
    # Once, and that as soon as no contract waits for its seal any more: before that nothing can be built.
    order = cache(lambda: order_building(account_id, archive))
    link = _link(account_id, archive, order)
    give_up_at = time.monotonic() + WAITS_SECONDS
    while link is None and time.monotonic() + LOOKS_EVERY < give_up_at:
        time.sleep(LOOKS_EVERY)
        link = _link(account_id, archive, order)
    return archive, link


def look_for_archive(account_id: str, archive_id: str) -> tuple[Archive, Link | None]:
    """A request and a link to its Zip, which is built where it is not. Unknown once the day of the request is over."""
    archive = archive_requested(account_id, archive_id)
    return archive, _link(account_id, archive, order=lambda: order_again(account_id, archive))


def _link(account_id: str, archive: Archive, order: Callable[[], None]) -> Link | None:
    """A link to the Zip, None while a contract waits for its seal or the Zip is not built; `order` has it built."""
    members = _members(account_id, archive)
    if members is None:
        return None
    key = archive_key(members, prefix=f"archives/{account_id}/")
    if not _is_there(key):
        order()
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


def _is_there(key: str) -> bool:
    try:
        head = s3().head_object(Bucket=setting("FILES_BUCKET"), Key=key)
    except ClientError as error:
        if error.response["ResponseMetadata"]["HTTPStatusCode"] == 404:
            return False
        raise
    return bool(head["LastModified"] > real_now() - KEPT)

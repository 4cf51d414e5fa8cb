"""Requests for the Zip of all contracts, kept for a day; who looks again and again has it built once a minute."""

import json
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from shared import aws
from shared.clock import real_now
from shared.config import setting
from shared.errors import Unknown
from shared.store import dynamodb, keys
from shared.store.attributes import Item
from shared.store.records import from_item, to_item
from shared.store.transaction import Condition, ConditionFailed, Conflict, Transaction, absent, equal

KEPT = timedelta(days=1)
NOT_AGAIN_FOR = timedelta(minutes=1)


@dataclass(frozen=True)
class Archive:
    """A request for the Zip of all contracts signed until then, kept until `ttl`.

    `ordered_at` is when somebody who looked for it had it built.
    """

    archive_id: str
    requested_at: datetime
    company: str
    ttl: int
    ordered_at: datetime | None = None


def new_request(archive_id: str, requested_at: datetime, company: str) -> Archive:
    return Archive(archive_id, requested_at, company, int((real_now() + KEPT).timestamp()))


def archive_requested(account_id: str, archive_id: str) -> Archive:
    """A request for an archive. Unknown once its day is over."""
    archive = _standing(dynamodb.get(keys.archive(account_id, archive_id)))
    if archive is None:
        raise Unknown("archive")
    return archive


def keep_request(account_id: str, asked: Archive) -> Archive:
    """Keep a request; the one of the same key that stands, where its day is not over."""
    try:
        return _put(account_id, asked, absent())
    except ConditionFailed:
        item = dynamodb.get(keys.archive(account_id, asked.archive_id))
    if archive := _standing(item):
        return archive
    # Past its day it stands until the table's TTL sweeps it; it is written over, once.
    return _put(account_id, asked, equal("ttl", item["ttl"] if item else None))


def order_building(account_id: str, archive: Archive) -> None:
    """Tell the builder of an archive."""
    body = json.dumps({"account_id": account_id, "archive_id": archive.archive_id})
    aws.client("sqs").send_message(QueueUrl=setting("ARCHIVE_QUEUE_URL"), MessageBody=body)


def order_again(account_id: str, archive: Archive) -> None:
    """Tell the builder of an archive that is looked for, unless that was done in the last minute, and note it."""
    now = real_now()
    if archive.ordered_at and now < archive.ordered_at + NOT_AGAIN_FOR:
        return
    order_building(account_id, archive)
    # Noted afterwards: who is cut short before it orders a second time, not never.
    try:
        _put(account_id, replace(archive, ordered_at=now), equal("ordered_at", archive.ordered_at))
    except (ConditionFailed, Conflict):
        return  # somebody else has noted the same


def _put(account_id: str, archive: Archive, as_read: Condition) -> Archive:
    transaction = Transaction()
    transaction.put(keys.archive(account_id, archive.archive_id), to_item(archive), as_read, name="archive")
    transaction.commit()
    return archive


def _standing(item: Item | None) -> Archive | None:
    return from_item(Archive, item) if item is not None and item["ttl"] > real_now().timestamp() else None

"""Usage that was refused: kept under its account until it is replayed, found across accounts through the due index."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from shared.store import dynamodb, keys
from shared.store.keys import SHARDS, Key
from shared.store.records import from_item, to_item
from shared.store.transaction import ConditionFailed, Transaction, absent


@dataclass(frozen=True)
class KeptAside:
    """An event that was refused, with the reason; `detail` is its JSON text as it came."""

    account_id: str
    event_id: str
    reason: str
    detail_type: str
    detail: str
    sha256: str
    received_at: datetime
    fields: tuple[str, ...] = ()

    @property
    def key(self) -> Key:
        return keys.kept_aside(self.account_id, self.event_id, self.sha256)


def keep(kept: KeptAside) -> bool:
    """Keep an event; False where this content of it is kept already."""
    transaction = Transaction()
    found_by = {"due_shard": keys.aside_shard(kept.event_id), "due_at": kept.received_at}
    transaction.put(kept.key, to_item(kept) | found_by, absent(), name="kept_aside")
    try:
        transaction.commit()
    except ConditionFailed:
        return False
    return True


def all_kept(until: datetime) -> Iterator[KeptAside]:
    """Everything that is kept aside, shard by shard."""
    for shard in range(SHARDS):
        yield from _kept_in(keys.shard_name("ASIDE", shard), until)


def kept_under(event_id: str, until: datetime) -> list[KeptAside]:
    """Every content that is kept of an event id."""
    return [kept for kept in _kept_in(keys.aside_shard(event_id), until) if kept.event_id == event_id]


def let_go(kept: KeptAside) -> None:
    transaction = Transaction()
    transaction.delete(kept.key, name="kept_aside")
    transaction.commit()


def _kept_in(shard: str, until: datetime) -> Iterator[KeptAside]:
    found = dynamodb.batch_get(dynamodb.query_due("Billing", shard, until))
    yield from (from_item(KeptAside, item) for item in found.values())

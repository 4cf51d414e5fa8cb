"""Mails that are kept to be read: all of the local stack, and those of sandboxes, which are never sent."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from shared.clock import real_now
from shared.store import dynamodb, keys
from shared.store.listing import account_ids
from shared.store.records import from_item, to_item
from shared.store.transaction import Transaction


@dataclass(frozen=True)
class KeptAttachment:
    file_name: str
    sha256: str


@dataclass(frozen=True)
class KeptMail:
    """A mail as it was written. `at` is the instant of its event, on the account's clock."""

    account_id: str
    event_id: str
    kind: str
    to: str
    subject: str
    at: datetime
    text: str
    attachments: tuple[KeptAttachment, ...] = ()


def keep(transaction: Transaction, mail: KeptMail, *, part: str) -> None:
    """Keep a mail beside the note that it is done; `part` tells apart those of one event."""
    key = keys.mail(mail.account_id, mail.at, f"{mail.event_id}{part}")
    transaction.put(key, to_item(mail), name="mail")


def mails(account_id: str | None = None) -> list[KeptMail]:
    """The mails kept of an account, or of all, in the order of their events."""
    wanted: Iterable[str] = [account_id] if account_id else account_ids()
    found = [mail for each in wanted for mail in _kept_of(each)]
    return sorted(found, key=lambda mail: (mail.at, mail.event_id))


def _kept_of(account_id: str) -> Iterator[KeptMail]:
    pk = keys.mail(account_id, real_now(), "").pk
    return (from_item(KeptMail, item) for item in dynamodb.query_all("Licenses", pk))

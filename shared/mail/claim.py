"""Who sends a mail: claimed, sent, noted, so that nobody else sends it and nothing is lost (DESIGN 3, Mail)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from shared.clock import real_now
from shared.store import dynamodb
from shared.store.keys import Key
from shared.store.records import found, to_item
from shared.store.transaction import ConditionFailed, Transaction, absent, equal

LEASE = timedelta(seconds=16)
"""Longer than the mailer may run, shorter than its messages stay hidden: who still holds it then is no more."""


class SentBefore(Exception):
    """The mail was sent, and noted as sent."""


class InHand(Exception):
    """Another run of the mailer has the mail in hand; the queue brings the message again."""


@dataclass(frozen=True)
class Claim:
    """`until` is the real instant up to which the claim holds; `sent_at` that at which the mail was noted as sent."""

    until: datetime
    sent_at: datetime | None = None


def claim(key: Key) -> Claim:
    """Take a mail in hand. Raises SentBefore or InHand.

    One that was claimed and not noted as sent may have gone out in the instant between; it is sent again.
    """
    before, now = _unsent(key), real_now()
    if before and before.until > now:
        raise InHand
    mine, transaction = Claim(now + LEASE), Transaction()
    transaction.put(key, to_item(mine), equal("until", before.until) if before else absent(), name="claim")
    try:
        transaction.commit()
    except ConditionFailed:
        raise InHand from None
    return mine


def check_unsent(key: Key) -> None:
    """Raises SentBefore where the mail is done."""
    _unsent(key)


def give_back(key: Key, mine: Claim) -> None:
    """Let the next try begin at once: this one knows that it failed."""
    transaction = Transaction()
    transaction.delete(key, equal("until", mine.until), name="claim")
    transaction.commit()


def _unsent(key: Key) -> Claim | None:
    before = found(Claim, dynamodb.get(key))
    if before and before.sent_at:
        raise SentBefore
    return before


def note_sent(transaction: Transaction, key: Key) -> None:
    """Note that the mail is done."""
    now = real_now()
    transaction.put(key, to_item(Claim(now, sent_at=now)), absent("sent_at"), name="claim")

"""Delivering the letters of one event: each is sent once, and kept where people try things out."""

from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from shared import aws
from shared.account.again import persistently
from shared.clock import now_of
from shared.config import is_local, setting
from shared.domain.account import Account
from shared.domain.activity import Event
from shared.domain.order import Order
from shared.email_address import NotAnAddress, wire_address
from shared.mail.claim import InHand, SentBefore, check_unsent, claim, give_back, note_sent
from shared.mail.document import DocumentDiffers, unsigned_document
from shared.mail.kept import KeptAttachment, KeptMail, keep
from shared.mail.letter import Attachment, Letter
from shared.mail.letters import letters_of
from shared.mail.message import raw_message
from shared.mail.rendering import Words, render
from shared.store import dynamodb, keys
from shared.store.accounts import read_account
from shared.store.keys import Key
from shared.store.records import from_item
from shared.store.transaction import ConditionFailed, Conflict, Transaction

# A call to SES that is repeated by the SDK may send a mail twice without anybody knowing.
ONE_TRY = Config(retries={"mode": "standard", "total_max_attempts": 1}, connect_timeout=2, read_timeout=6)

FAILURES = (ClientError, BotoCoreError, NotAnAddress, DocumentDiffers, InHand, ConditionFailed, Conflict)
"""What one letter ends in, and the next need not: the last two where others disturb its claim."""


def deliver(event: Event) -> list[str]:
    """Deliver the letters of an event that were not delivered before; returns their kinds.

    One that fails keeps no other back: the first failure is raised when all were tried.
    """
    account = read_account(event.account_id)
    delivered, failures = [], []
    for letter in [] if _comes_too_late(event, account) else letters_of(event, account):
        try:
            _deliver_once(event, account, letter)
            delivered.append(letter.kind)
        except SentBefore:
            continue
        except FAILURES as failure:
            failures.append(failure)
    if failures:
        raise failures[0]
    return delivered


def _comes_too_late(event: Event, account: Account) -> bool:
    # A sandbox lives through a year in a minute: its mails are those of each instant, not of when they are written.
    if event.event_type != "order.reminder_due" or account.is_sandbox:
        return False
    order = from_item(Order, dynamodb.get(keys.order(account.account_id, event.after["order_id"])) or {})
    return order.status_at(now_of(account)) != "pending_signature"


def _deliver_once(event: Event, account: Account, letter: Letter) -> None:
    # Asked first: what was sent long ago may come again when its document is kept no more.
    key = keys.sent(account.account_id, event.event_id, f"mail{letter.part}")
    if account.is_sandbox:
        check_unsent(key)
        words, attachments = _written(event, letter)
    else:
        words, attachments = _send(key, event, letter)
    transaction = Transaction()
    note_sent(transaction, key)
    if account.is_sandbox or is_local():
        keep(transaction, _kept(event, letter, words, attachments), part=letter.part)
    # What has gone out would go out again: a note that others disturb is written once they are through.
    persistently(lambda: _commit_unless_sent(transaction))


def _commit_unless_sent(transaction: Transaction) -> None:
    try:
        transaction.commit()
    except ConditionFailed:
        raise SentBefore from None


def _send(key: Key, event: Event, letter: Letter) -> tuple[Words, list[Attachment]]:
    mine = claim(key)
    try:
        return _sent(event, letter)
    except Exception:
        give_back(key, mine)
        raise


def _sent(event: Event, letter: Letter) -> tuple[Words, list[Attachment]]:
    words, attachments = _written(event, letter)
    sender, recipient = setting("MAIL_FROM"), wire_address(letter.to)
    raw = raw_message(sender, letter.to, words, attachments)
    aws.client("sesv2", ONE_TRY).send_email(
        FromEmailAddress=sender, Destination={"ToAddresses": [recipient]}, Content={"Raw": {"Data": raw}}
    )
    return words, attachments


def _written(event: Event, letter: Letter) -> tuple[Words, list[Attachment]]:
    attachments = [unsigned_document(event)] if letter.has_document else []
    return render(letter.template, letter.values), attachments


def _kept(event: Event, letter: Letter, words: Words, attachments: list[Attachment]) -> KeptMail:
    return KeptMail(
        account_id=event.account_id, event_id=event.event_id, kind=letter.kind, to=letter.to, subject=words.subject,
        at=event.at, text=words.text,
        attachments=tuple(KeptAttachment(each.file_name, each.sha256) for each in attachments),
    )  # fmt: skip

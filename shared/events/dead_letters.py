"""Dead letters: what a consumer could not do in five tries, listed, and put back to be tried again."""

import json
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from shared import aws
from shared.clock import real_now

MOST_AT_ONCE = 10
LOOKED_AT_SECONDS = 30
"""For how long a letter is hidden from others while it is listed, or while it is put back."""

_QUEUE, _DEAD = "QueueUrl", "DeadLettersUrl"


@dataclass(frozen=True)
class QueuePair:
    """A queue and where its dead letters go, by the name that the stack gives them, as `Mail`."""

    name: str
    queue_url: str
    dead_letters_url: str


@dataclass(frozen=True)
class DeadLetter:
    """One message that failed: of which queue, since when, and what it is about."""

    queue: str
    message_id: str
    sent_at: datetime
    type: str | None
    account_id: str | None
    event_id: str | None


@dataclass(frozen=True)
class Replayed:
    """How many dead letters of a queue were put back."""

    queue: str
    letters: int


def queue_pairs(outputs: Mapping[str, str]) -> list[QueuePair]:
    """The queues with dead letters among a stack's outputs, `MailQueueUrl` and `MailDeadLettersUrl`."""
    names = sorted(key.removesuffix(_DEAD) for key in outputs if key.endswith(_DEAD))
    return [
        QueuePair(name, outputs[name + _QUEUE], outputs[name + _DEAD]) for name in names if name + _QUEUE in outputs
    ]


def dead_letters(pairs: list[QueuePair]) -> list[DeadLetter]:
    """Every dead letter, oldest first. What is listed stays where it is."""
    with ThreadPoolExecutor() as at_once:
        listed = at_once.map(_listed, pairs)
        return sorted((letter for letters in listed for letter in letters), key=lambda letter: letter.sent_at)


def replay_dead_letters(pairs: list[QueuePair]) -> Iterator[Replayed]:
    """Put the dead letters that are there now back into their queues; tells of each queue when it is done."""
    now = real_now()
    with ThreadPoolExecutor() as at_once:
        yield from at_once.map(lambda pair: Replayed(pair.name, _put_back(pair, before=now)), pairs)


# Asking an empty queue takes a second, for only a long look is sure to see what is there: so all are asked at once.
def _listed(pair: QueuePair) -> list[DeadLetter]:
    messages = list(_messages(pair.dead_letters_url))
    _show_again(pair.dead_letters_url, messages)
    return [_letter(pair, message) for message in messages]


def _put_back(pair: QueuePair, *, before: datetime) -> int:
    count, again = 0, []
    for message in _messages(pair.dead_letters_url):
        # One that has failed again meanwhile is for the next replay, lest this one never end.
        if _sent_at(message) > before:
            again.append(message)
            continue
        # Sent before it is deleted: a crash between leaves it twice, which every consumer bears, and never nowhere.
        aws.client("sqs").send_message(QueueUrl=pair.queue_url, MessageBody=message["Body"])
        aws.client("sqs").delete_message(QueueUrl=pair.dead_letters_url, ReceiptHandle=message["ReceiptHandle"])
        count += 1
    _show_again(pair.dead_letters_url, again)
    return count


def _messages(url: str) -> Iterator[dict[str, Any]]:
    seen: set[str] = set()
    while True:
        answer = aws.client("sqs").receive_message(
            QueueUrl=url, MaxNumberOfMessages=MOST_AT_ONCE, VisibilityTimeout=LOOKED_AT_SECONDS, WaitTimeSeconds=1,
            MessageSystemAttributeNames=["SentTimestamp"],
        )  # fmt: skip
        fresh = [message for message in answer.get("Messages", []) if message["MessageId"] not in seen]
        if not fresh:
            return
        seen.update(message["MessageId"] for message in fresh)
        yield from fresh


def _show_again(url: str, messages: Sequence[Mapping[str, Any]]) -> None:
    for first in range(0, len(messages), MOST_AT_ONCE):
        entries = [
            {"Id": str(number), "ReceiptHandle": message["ReceiptHandle"], "VisibilityTimeout": 0}
            for number, message in enumerate(messages[first : first + MOST_AT_ONCE])
        ]
        # What is refused shows already: of thousands, the first are hidden no more when the last are looked at.
        aws.client("sqs").change_message_visibility_batch(QueueUrl=url, Entries=entries)


def _letter(pair: QueuePair, message: Mapping[str, Any]) -> DeadLetter:
    told = _told(message["Body"])
    return DeadLetter(
        queue=pair.name, message_id=message["MessageId"], sent_at=_sent_at(message), type=told.get("type"),
        account_id=told.get("account_id"), event_id=told.get("event_id"),
    )  # fmt: skip


def _told(body: str) -> dict[str, Any]:
    """What a message is about: an envelope's detail, or what one function sends to another."""
    try:
        message = json.loads(body)
    except ValueError:
        return {}
    if not isinstance(message, dict):
        return {}
    detail = message.get("detail", message)
    kind = message.get("detail-type") or message.get("job")
    return {"type": kind, **(detail if isinstance(detail, dict) else {})}


def _sent_at(message: Mapping[str, Any]) -> datetime:
    return datetime.fromtimestamp(int(message["Attributes"]["SentTimestamp"]) / 1000, UTC)

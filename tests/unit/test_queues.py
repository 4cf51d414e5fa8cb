"""Sending to a queue: ten to a call, and a refusal is never passed over."""

import json
from typing import Any

import pytest

from shared import queues
from tests.support.memory_services import MemoryQueues


class FullQueues(MemoryQueues):
    """Refuses the last message of every call."""

    def send_message_batch(self, *, QueueUrl: str, Entries: list[dict[str, Any]]) -> dict[str, Any]:  # noqa: N803
        answer = super().send_message_batch(QueueUrl=QueueUrl, Entries=Entries[:-1])
        return answer | {"Failed": [{"Id": Entries[-1]["Id"], "SenderFault": False, "Code": "ServiceUnavailable"}]}


def test_messages_are_sent_in_their_order_ten_to_a_call(monkeypatch: pytest.MonkeyPatch) -> None:
    calls, memory = [], MemoryQueues()
    monkeypatch.setattr(queues.aws, "client", lambda _: calls.append(None) or memory)
    queues.send_all("the-queue", [{"number": number} for number in range(21)])
    assert [json.loads(body)["number"] for _, body in memory.sent] == list(range(21))
    assert len(calls) == 3


def test_a_message_that_the_queue_refuses_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    memory = FullQueues()
    monkeypatch.setattr(queues.aws, "client", lambda _: memory)
    with pytest.raises(queues.NotSent, match="1 of 10"):
        queues.send_all("the-queue", [{"number": number} for number in range(21)])
    assert len(memory.sent) == 9


def test_nothing_to_send_is_no_call(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr(queues.aws, "client", asked.append)
    queues.send_all("the-queue", [])
    assert asked == []

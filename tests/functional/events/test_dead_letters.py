"""What could not be done is listed, and put back to be tried again."""

import json
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from shared import aws
from shared.clock import real_now
from shared.events import dead_letters as module
from shared.events.dead_letters import QueuePair, dead_letters, queue_pairs, replay_dead_letters

EVENT = {"detail-type": "order.signed", "detail": {"event_id": "01E", "account_id": "01A", "after": {"name": "x"}}}


@pytest.fixture
def pairs() -> list[QueuePair]:
    sqs = aws.client("sqs")
    names = ("MailQueue", "MailDeadLetters", "AdvanceQueue", "AdvanceDeadLetters", "RefusedRecords")
    return queue_pairs({f"{name}Url": sqs.create_queue(QueueName=name)["QueueUrl"] for name in names} | {"ApiUrl": "x"})


def put(url: str, body: str) -> None:
    aws.client("sqs").send_message(QueueUrl=url, MessageBody=body)


def bodies(url: str) -> list[str]:
    answer = aws.client("sqs").receive_message(QueueUrl=url, MaxNumberOfMessages=10, VisibilityTimeout=0)
    return [message["Body"] for message in answer.get("Messages", [])]


def test_every_queue_with_dead_letters_is_known_by_the_outputs(pairs: list[QueuePair]) -> None:
    assert [pair.name for pair in pairs] == ["Advance", "Mail"]


def test_a_list_says_what_each_is_about_and_leaves_it_there(pairs: list[QueuePair]) -> None:
    advance, mail = pairs
    put(mail.dead_letters_url, json.dumps(EVENT))
    put(advance.dead_letters_url, json.dumps({"account_id": "01B", "job": "bill-month", "now": "x"}))
    put(advance.dead_letters_url, "no JSON")
    for _ in range(2):
        listed = [(each.queue, each.type, each.account_id, each.event_id) for each in dead_letters(pairs)]
        assert sorted(listed, key=str) == [
            ("Advance", "bill-month", "01B", None), ("Advance", None, None, None),
            ("Mail", "order.signed", "01A", "01E"),
        ]  # fmt: skip


def test_a_replay_puts_all_back_as_they_were(pairs: list[QueuePair]) -> None:
    advance, mail = pairs
    for number in range(23):
        put(mail.dead_letters_url, json.dumps(EVENT | {"number": number}))
    put(advance.dead_letters_url, "{}")
    assert {each.queue: each.letters for each in replay_dead_letters(pairs)} == {"Advance": 1, "Mail": 23}
    assert dead_letters(pairs) == []
    assert bodies(advance.queue_url) == ["{}"]


def test_a_replay_ends_though_what_it_puts_back_fails_again(
    pairs: list[QueuePair], monkeypatch: pytest.MonkeyPatch
) -> None:
    (mail,) = [pair for pair in pairs if pair.name == "Mail"]
    put(mail.dead_letters_url, json.dumps(EVENT))
    now: Any = real_now() - timedelta(seconds=5)
    monkeypatch.setattr(module, "real_now", lambda: now)
    assert [each.letters for each in replay_dead_letters([mail])] == [0]
    assert len(dead_letters([mail])) == 1


def test_letters_so_many_that_the_first_show_again_before_the_last_are_looked_at_are_listed(
    pairs: list[QueuePair],
) -> None:
    """As AWS answers then; moto takes it."""
    (mail,) = [pair for pair in pairs if pair.name == "Mail"]
    for number in range(12):
        put(mail.dead_letters_url, json.dumps(EVENT | {"number": number}))

    def not_in_flight(params: Any, **_: Any) -> Any:
        error = {"Code": "MessageNotInflight", "Message": "The specified message isn't in flight."}
        asked = json.loads(params["body"]).get("Entries")
        if asked is None:
            return SimpleNamespace(status_code=400), {"Error": error, "ResponseMetadata": {}}
        failed = [{"Id": each["Id"], "Code": error["Code"], "SenderFault": True} for each in asked]
        return SimpleNamespace(status_code=200), {"Failed": failed, "ResponseMetadata": {}}

    events, refused = aws.client("sqs").meta.events, "before-call.sqs.ChangeMessageVisibility"
    for name in (refused, f"{refused}Batch"):
        events.register(name, not_in_flight)
    assert len(dead_letters([mail])) == 12

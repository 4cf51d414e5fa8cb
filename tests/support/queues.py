"""The queues of the running stack: how long a message stays hidden, and what is still in them."""

from collections.abc import Iterator
from contextlib import contextmanager

from infra.local.stack import Stack

VISIBLE, HIDDEN = "ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"


@contextmanager
def hidden_for(stack: Stack, queue: str, *, seconds: int) -> Iterator[None]:
    """While it lasts, a message that was not worked off comes again after so many seconds; `queue` as `Mail`."""
    sqs, url = stack.client("sqs"), stack.outputs[f"{queue}QueueUrl"]
    before = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["VisibilityTimeout"])["Attributes"]
    sqs.set_queue_attributes(QueueUrl=url, Attributes={"VisibilityTimeout": str(seconds)})
    try:
        yield
    finally:
        sqs.set_queue_attributes(QueueUrl=url, Attributes=before)


def messages_in(stack: Stack, output: str) -> int:
    """How many messages a queue holds, in hand or not; by its output, as `MailQueueUrl`."""
    answer = stack.client("sqs").get_queue_attributes(
        QueueUrl=stack.outputs[output], AttributeNames=[VISIBLE, HIDDEN]
    )  # fmt: skip
    return int(answer["Attributes"][VISIBLE]) + int(answer["Attributes"][HIDDEN])


def are_worked_off(stack: Stack) -> bool:
    """Nothing is in any queue but that of dead letters."""
    return not any(messages_in(stack, name) for name in stack.outputs if name.endswith("QueueUrl"))

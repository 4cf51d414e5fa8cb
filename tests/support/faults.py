"""What can go wrong around the functions of the running stack, and an ear on its bus."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from infra.local.stack import Stack
from shared.ids import new_id
from tests.support.short_lives import name_of


@contextmanager
def standing_still(stack: Stack) -> Iterator[None]:
    """While it lasts, the stream is not read."""
    functions = stack.client("lambda")
    name = name_of(functions, "Publish")
    (mapping,) = functions.list_event_source_mappings(FunctionName=name)["EventSourceMappings"]
    functions.update_event_source_mapping(UUID=mapping["UUID"], Enabled=False)
    try:
        yield
    finally:
        functions.update_event_source_mapping(UUID=mapping["UUID"], Enabled=True)


@contextmanager
def refused(stack: Stack, function: str, action: str) -> Iterator[None]:
    """While it lasts, AWS refuses an action to a function."""
    functions, iam = stack.client("lambda"), stack.client("iam")
    role = functions.get_function_configuration(FunctionName=name_of(functions, function))["Role"].rpartition("/")[2]
    policy = {"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Action": action, "Resource": "*"}]}
    iam.put_role_policy(RoleName=role, PolicyName="refused", PolicyDocument=json.dumps(policy))
    try:
        yield
    finally:
        iam.delete_role_policy(RoleName=role, PolicyName="refused")


@contextmanager
def listening(stack: Stack, account_id: str, event_type: str) -> Iterator[Callable[[], list[dict[str, Any]]]]:
    """While it lasts, the events of an account and type come to a queue of their own; all of them so far."""
    sqs, events, bus, name = stack.client("sqs"), stack.client("events"), stack.outputs["EventBusName"], new_id()
    url = sqs.create_queue(QueueName=name)["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    pattern = {"source": ["seatkeeper"], "detail-type": [event_type], "detail": {"account_id": [account_id]}}
    events.put_rule(Name=name, EventBusName=bus, EventPattern=json.dumps(pattern))
    events.put_targets(Rule=name, EventBusName=bus, Targets=[{"Id": "queue", "Arn": arn}])
    found: list[dict[str, Any]] = []

    def heard() -> list[dict[str, Any]]:
        for message in sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages", []):
            found.append(json.loads(message["Body"])["detail"])
            sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
        return found

    try:
        yield heard
    finally:
        events.remove_targets(Rule=name, EventBusName=bus, Ids=["queue"])
        events.delete_rule(Name=name, EventBusName=bus)
        sqs.delete_queue(QueueUrl=url)

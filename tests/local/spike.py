"""A server with this directory's template on it, and the few things its tests do with it."""

import contextlib
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from infra.local.deploy import deploy
from infra.local.server import Server, free_port, start_server
from infra.local.stack import Stack, api_url_of

HERE = Path(__file__).parent
PASSWORD = "Correct-Horse-7"
# What must not reach the functions, and the repair that a run of `make proof` leaves out.
ENVIRONMENT = {"SEATKEEPER_LEAK": "1", "SEATKEEPER_WITHOUT_PATCH": os.environ.get("SEATKEEPER_WITHOUT_PATCH", "")}


@contextlib.contextmanager
def server_in(directory: Path, *, keeps_state: bool) -> Iterator[Server]:
    server = start_server(directory, port=free_port(), keeps_state=keeps_state, extra_environment=ENVIRONMENT)
    try:
        yield server
    finally:
        server.stop()


def deployed_on(server: Server) -> Stack:
    code = HERE / "code"
    deployment = deploy(server.endpoint_url, template=HERE / "template.yaml", code=code, parameters={})
    api_url = api_url_of(server.endpoint_url, deployment.outputs)
    return Stack(api_url, server.endpoint_url, "us-east-1", deployment.outputs, [])


def add_user(stack: Stack, username: str) -> None:
    pool = stack.client("cognito-idp")
    pool_id = stack.outputs["UserPoolId"]
    pool.admin_create_user(UserPoolId=pool_id, Username=username, MessageAction="SUPPRESS")
    pool.admin_set_user_password(UserPoolId=pool_id, Username=username, Password=PASSWORD, Permanent=True)


def log_in(stack: Stack, username: str) -> dict[str, Any]:
    answer = stack.client("cognito-idp").initiate_auth(
        ClientId=stack.outputs["DesktopClientId"],
        AuthFlow="USER_PASSWORD_AUTH",
        AuthParameters={"USERNAME": username, "PASSWORD": PASSWORD},
    )
    tokens: dict[str, Any] = answer["AuthenticationResult"]
    return tokens


def write(stack: Stack, key: str) -> None:
    stack.client("dynamodb").put_item(TableName=stack.outputs["Table"], Item={"pk": {"S": key}})


def item(stack: Stack, key: str) -> dict[str, Any] | None:
    found: dict[str, Any] | None = (
        stack.client("dynamodb").get_item(TableName=stack.outputs["Table"], Key={"pk": {"S": key}}).get("Item")
    )
    return found


def messages(stack: Stack, queue: str) -> list[Any]:
    url = stack.outputs[queue]
    found = stack.client("sqs").receive_message(QueueUrl=url, MaxNumberOfMessages=10, VisibilityTimeout=0)
    return [json.loads(message["Body"]) for message in found.get("Messages", [])]


def invoke(stack: Stack, function: str) -> dict[str, Any]:
    answer: dict[str, Any] = json.load(stack.client("lambda").invoke(FunctionName=stack.outputs[function])["Payload"])
    return answer

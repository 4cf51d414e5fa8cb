"""A bare function beside ours on the same stack: the same gateway, authorizer, rights and log, and no code of ours."""

import io
import urllib.parse
import zipfile
from pathlib import Path

from infra.local.stack import Stack

CODE = Path(__file__).with_name("bare_function.py")


def deploy_bare(stack: Stack, name: str, *, method: str, like: str, requests: str = "") -> str:
    """A route to a function that makes these requests with the rights of `like`; its path, with {one} and {other}."""
    functions = stack.client("lambda")
    role = next(f["Role"] for f in functions.list_functions()["Functions"] if f"-{like}-" in f["FunctionName"])
    arn = functions.create_function(
        FunctionName=f"bare-{name}", Role=role, Runtime="python3.11", Handler="bare_function.handler",
        Code={"ZipFile": _zip(requests)}, MemorySize=512, Timeout=29,
    )["FunctionArn"]  # fmt: skip
    gateway, api = stack.client("apigatewayv2"), api_id(stack)
    integration = gateway.create_integration(
        ApiId=api, IntegrationType="AWS_PROXY", IntegrationUri=arn, PayloadFormatVersion="2.0"
    )["IntegrationId"]
    path = f"/bare/{name}/{{one}}/{{other}}"
    gateway.create_route(
        ApiId=api, RouteKey=f"{method} {path}", Target=f"integrations/{integration}", AuthorizationType="JWT",
        AuthorizerId=gateway.get_authorizers(ApiId=api)["Items"][0]["AuthorizerId"],
    )  # fmt: skip
    return path


def api_id(stack: Stack) -> str:
    return (urllib.parse.urlsplit(stack.outputs["ApiUrl"]).hostname or "").split(".")[0]


def _zip(requests: str) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        archive.write(CODE, CODE.name)
        if requests:
            archive.writestr("requests.json", requests)
    return written.getvalue()

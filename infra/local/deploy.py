"""Puts `template.yaml` on the embedded AWS, as `sam deploy` puts it on AWS: upload, change set, wait, outputs."""

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from botocore.exceptions import ClientError
from samtranslator.yaml_helper import yaml_parse

from infra.local.stack import local_client
from infra.package import files_of, key_of, zip_of

STACK_NAME = "seatkeeper"
BUCKET = "seatkeeper-deployment"
TIMEOUT_S = 120
POLL_S = 0.05
CODE_PROPERTIES = {"AWS::Serverless::Function": "CodeUri", "AWS::Serverless::LayerVersion": "ContentUri"}
# Libraries come from the environment the server runs in; a layer only has to be there.
EMPTY_LAYER = {"python/README": b"On this machine the libraries come from the environment of `make run`.\n"}


class DeployFailed(Exception):
    """The stack did not reach its end; the message holds the reasons given."""


@dataclass(frozen=True)
class Deployment:
    outputs: Mapping[str, str]
    has_changed: bool


def deploy(endpoint_url: str, *, template: Path, code: Path, parameters: Mapping[str, str]) -> Deployment:
    """Deploy with the directory `code` as the code of every function. Data of an earlier deployment is kept."""
    cloudformation = local_client("cloudformation", endpoint_url=endpoint_url)
    template_url = upload(endpoint_url, template=template, code=code)
    status = status_of(cloudformation)
    if status in ("ROLLBACK_COMPLETE", "ROLLBACK_FAILED", "CREATE_FAILED"):
        # A first deployment that failed holds no data, and cannot be updated.
        cloudformation.delete_stack(StackName=STACK_NAME)
        wait(cloudformation)
        status = None
    name = change_set(
        cloudformation,
        kind="CREATE" if status in (None, "REVIEW_IN_PROGRESS", "DELETE_COMPLETE") else "UPDATE",
        template_url=template_url,
        parameters=parameters,
    )
    if name is not None:
        cloudformation.execute_change_set(StackName=STACK_NAME, ChangeSetName=name)
        wait(cloudformation)
    return Deployment(outputs=outputs_of(cloudformation), has_changed=name is not None)


def upload(endpoint_url: str, *, template: Path, code: Path) -> str:
    """Where the template lies as JSON, with the uploaded zips in place of its directories."""
    s3 = local_client("s3", endpoint_url=endpoint_url)
    try:
        s3.head_bucket(Bucket=BUCKET)
    except ClientError:
        s3.create_bucket(Bucket=BUCKET)
    uris = {}
    for prop, files in {"CodeUri": files_of(code), "ContentUri": EMPTY_LAYER}.items():
        s3.put_object(Bucket=BUCKET, Key=key_of(files), Body=zip_of(files))
        uris[prop] = f"s3://{BUCKET}/{key_of(files)}"
    body = json.dumps(with_uploads(yaml_parse(template.read_text()), uris)).encode()
    s3.put_object(Bucket=BUCKET, Key="template.json", Body=body)
    return f"{endpoint_url}/{BUCKET}/template.json"


def with_uploads(template: dict[str, Any], uris: Mapping[str, str]) -> dict[str, Any]:
    for resource in template["Resources"].values():
        prop = CODE_PROPERTIES.get(resource["Type"])
        if prop is not None and "InlineCode" not in resource["Properties"]:
            resource["Properties"][prop] = uris[prop]
    return template


def status_of(cloudformation: Any) -> str | None:
    try:
        status: str = cloudformation.describe_stacks(StackName=STACK_NAME)["Stacks"][0]["StackStatus"]
    except ClientError:
        return None
    return status


def change_set(cloudformation: Any, *, kind: str, template_url: str, parameters: Mapping[str, str]) -> str | None:
    """Its id, or None where nothing has changed."""
    created = cloudformation.create_change_set(
        StackName=STACK_NAME,
        ChangeSetName=f"local-{time.time_ns()}",
        ChangeSetType=kind,
        TemplateURL=template_url,
        Parameters=[{"ParameterKey": key, "ParameterValue": value} for key, value in parameters.items()],
        Capabilities=["CAPABILITY_IAM", "CAPABILITY_NAMED_IAM", "CAPABILITY_AUTO_EXPAND"],
    )
    while True:
        seen = cloudformation.describe_change_set(ChangeSetName=created["Id"], StackName=STACK_NAME)
        if seen["Status"] == "CREATE_COMPLETE":
            return str(created["Id"])
        if seen["Status"] == "FAILED":
            reason = seen.get("StatusReason", "")
            if "didn't contain changes" in reason or "No updates" in reason:
                cloudformation.delete_change_set(ChangeSetName=created["Id"], StackName=STACK_NAME)
                return None
            raise DeployFailed(reason)
        time.sleep(POLL_S)


def wait(cloudformation: Any) -> None:
    deadline = time.monotonic() + TIMEOUT_S
    while (status := status_of(cloudformation)) is not None and status.endswith("_IN_PROGRESS"):
        if time.monotonic() > deadline:
            raise DeployFailed(f"still {status} after {TIMEOUT_S} s")
        time.sleep(POLL_S)
    if status is not None and status not in ("CREATE_COMPLETE", "UPDATE_COMPLETE", "DELETE_COMPLETE"):
        raise DeployFailed(f"{status}: {'; '.join(reasons(cloudformation))}")


def reasons(cloudformation: Any) -> list[str]:
    """What failed, the first failure first."""
    events = cloudformation.describe_stack_events(StackName=STACK_NAME)["StackEvents"]
    return [
        f"{event['LogicalResourceId']}: {event.get('ResourceStatusReason', '')}"
        for event in reversed(events)
        if event["ResourceStatus"].endswith("_FAILED")
    ]


def outputs_of(cloudformation: Any) -> dict[str, str]:
    stack = cloudformation.describe_stacks(StackName=STACK_NAME)["Stacks"][0]
    return {output["OutputKey"]: output["OutputValue"] for output in stack.get("Outputs", [])}

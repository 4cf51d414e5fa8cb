"""Which stack the operator works on: the local one, or the one on AWS that the usual credentials lead to."""

import os
from collections.abc import Mapping, Sequence

from botocore.exceptions import BotoCoreError, ClientError

from infra.local.stack import NoStack, Stack
from shared import aws, links
from shared.store import dynamodb

_SETTINGS = {
    "LICENSES_TABLE": "LicensesTable", "USERS_TABLE": "UsersTable", "BILLING_TABLE": "BillingTable",
    "CONTRACTS_BUCKET": "ContractsBucket", "DRAFTS_BUCKET": "DraftsBucket", "FILES_BUCKET": "FilesBucket",
    "EVENT_BUS": "EventBusName", "USER_POOL_ID": "UserPoolId", "SEAL_KEY_ID": "SealKeyId",
    "ADVANCE_QUEUE_URL": "AdvanceQueueUrl", "IMPORT_QUEUE_URL": "ImportQueueUrl",
    "ARCHIVE_QUEUE_URL": "ArchiveQueueUrl",
}  # fmt: skip

USUAL_STACK = "seatkeeper"


class NoTarget(Exception):
    """There is no stack to work on."""


def choose_target(*, local: bool, stack_name: str | None, tables: Sequence[str] = ()) -> None:
    """Point everything in this process at a stack: with a name at that one on AWS. Raises NoTarget.

    `tables` are three others in place of its own, as after a restore: of licenses, users, billing.
    """
    _choose_stack(local=local, stack_name=stack_name)
    if tables:
        os.environ.update(zip(("LICENSES_TABLE", "USERS_TABLE", "BILLING_TABLE"), tables, strict=True))
        dynamodb.table_name.cache_clear()


def _choose_stack(*, local: bool, stack_name: str | None) -> None:
    if local and stack_name:
        raise NoTarget(f"--local is this machine, --stack {stack_name} is on AWS: say one of them")
    if stack_name:
        # Who names a stack must never be told of another, though one was started here once.
        return _point_at_aws(stack_name)
    try:
        stack = Stack.load()
    except NoStack as missing:
        if local:
            raise NoTarget(str(missing)) from missing
        _point_at_aws(USUAL_STACK)
    else:
        point_at(stack)


def point_at(stack: Stack) -> None:
    """Point everything in this process at a local stack. Raises NoTarget for one that an older version made."""
    _check_whole(stack.outputs, "stack.json was written by an older version: start `make run` again")
    os.environ.update(
        AWS_ENDPOINT_URL=stack.endpoint_url, AWS_DEFAULT_REGION=stack.region, AWS_REGION=stack.region,
        AWS_ACCESS_KEY_ID="test", AWS_SECRET_ACCESS_KEY="test", STAGE="local",  # nosec B106 # the embedded AWS takes any
    )  # fmt: skip
    os.environ.pop("AWS_SESSION_TOKEN", None)
    _use(stack.outputs)


def outputs() -> Mapping[str, str]:
    """The outputs of the stack that this process points at."""
    return dict(_outputs)


_outputs: dict[str, str] = {}
# Where the clients of this process lead.
_target: dict[str, str] = {}


def _point_at_aws(stack_name: str) -> None:
    try:
        described = aws.client("cloudformation").describe_stacks(StackName=stack_name)["Stacks"][0]
    except (ClientError, BotoCoreError) as error:
        raise NoTarget(str(error)) from error
    told = {each["ParameterKey"]: each["ParameterValue"] for each in described.get("Parameters", [])}
    found = {each["OutputKey"]: each["OutputValue"] for each in described.get("Outputs", [])}
    if "Stage" not in told:
        raise NoTarget(f"{stack_name} is no stack of this template")
    _check_whole(found, f"the stack {stack_name} is not whole: deploy it")
    os.environ["STAGE"] = told["Stage"]
    _use(found)


def _check_whole(found: Mapping[str, str], told: str) -> None:
    missing = sorted(set(_SETTINGS.values()) - set(found))
    if missing:
        raise NoTarget(f"{told}. It has no {', '.join(missing)}")


def _use(found: Mapping[str, str]) -> None:
    os.environ.update({setting: found[output] for setting, output in _SETTINGS.items()})
    os.environ["SEAL_KEYS_BEFORE"] = found.get("SealKeysBefore", "")
    os.environ.setdefault("POWERTOOLS_SERVICE_NAME", "seatkeeper")
    os.environ.setdefault("POWERTOOLS_LOG_LEVEL", "WARNING")
    os.environ.setdefault("POWERTOOLS_TRACE_DISABLED", "true")
    _outputs.clear()
    _outputs.update(found)
    target = {"endpoint": os.environ.get("AWS_ENDPOINT_URL", ""), **found}
    if target == _target:
        return
    # Made anew only for another stack: a client takes a tenth of a second.
    _target.clear()
    _target.update(target)
    for kept in (aws.session, aws.client, dynamodb.client, dynamodb.table_name, links.s3):
        kept.cache_clear()

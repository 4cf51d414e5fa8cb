"""What a call to AWS needs a right to: its actions and resources, as AWS's service authorization reference has them."""

from collections.abc import Callable, Iterator
from typing import Any

from tests.support.grants import Right

Naming = Callable[[str], str]
"""From what a call names to the resource's logical name in the template."""
_OF_A_TRANSACTION = {
    "Put": "PutItem", "Update": "UpdateItem", "Delete": "DeleteItem", "ConditionCheck": "ConditionCheckItem",
}  # fmt: skip
_OF_FILES = {
    "PutObject": "PutObject", "CreateMultipartUpload": "PutObject", "UploadPart": "PutObject",
    "CompleteMultipartUpload": "PutObject", "AbortMultipartUpload": "AbortMultipartUpload",
}  # fmt: skip
_ARGUMENTS = {"kms": "KeyId", "sqs": "QueueUrl"}


def rights_needed(service: str, operation: str, request: dict[str, Any], named: Naming) -> Iterator[Right]:
    """The rights to a call. A link to a file needs them too, of whoever made it."""
    if service == "dynamodb":
        yield from _of_tables(operation, request, named)
    elif service == "s3":
        yield _of_a_file(operation, request, named(request["Bucket"]))
    elif service == "events":
        for entry in request["Entries"]:
            yield Right("events:PutEvents", named(entry["EventBusName"]))
    elif service == "sesv2":
        # Of a message that comes whole, SES asks for the right to the older call.
        action = "SendRawEmail" if "Raw" in request["Content"] else operation
        yield Right(f"ses:{action}", f"identity/{request['FromEmailAddress']}")
    elif service == "cognito-idp":
        yield Right(f"cognito-idp:{operation}", "UserPool")
    else:
        yield Right(f"{service}:{operation.removesuffix('Batch')}", named(request[_ARGUMENTS[service]]))


def _of_tables(operation: str, request: dict[str, Any], named: Naming) -> Iterator[Right]:
    if operation == "TransactWriteItems":
        for kind, body in (pair for item in request["TransactItems"] for pair in item.items()):
            yield Right(f"dynamodb:{_OF_A_TRANSACTION[kind]}", named(body["TableName"]))
    elif operation == "BatchGetItem":
        yield from (Right("dynamodb:BatchGetItem", named(name)) for name in request["RequestItems"])
    else:
        index = f"/index/{request['IndexName']}" if "IndexName" in request else ""
        yield Right(f"dynamodb:{operation}", named(request["TableName"]) + index)


def _of_a_file(operation: str, request: dict[str, Any], bucket: str) -> Right:
    if operation == "ListObjectVersions":
        return Right("s3:ListBucketVersions", bucket)
    version = "Version" if "VersionId" in request else ""
    action = _OF_FILES.get(operation) or {"GetObject": "GetObject", "HeadObject": "GetObject"}[operation] + version
    return Right(f"s3:{action}", f"{bucket}/{request['Key']}")

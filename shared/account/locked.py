"""The locked bucket: each file written once, kept by version, read by version."""

from typing import Any

from botocore.exceptions import ClientError

from shared.config import setting
from shared.links import Link, link_to, s3

TAKEN = {"PreconditionFailed", "ConditionalRequestConflict", "412"}


def sealed_key(account_id: str, contract_id: str) -> str:
    """Where a sealed contract stands."""
    return f"{account_id}/{contract_id}/sealed.pdf"


def signed_key(account_id: str, contract_id: str) -> str:
    """Where the exact document that was signed stands, beside the sealed contract."""
    return f"{account_id}/{contract_id}/signed.pdf"


def write_once(key: str, content: bytes, content_type: str) -> str:
    """Write a file unless it stands already; the version id of the first one either way."""
    try:
        answer = s3().put_object(
            Bucket=bucket(),
            Key=key,
            Body=content,
            ContentType=content_type,
            IfNoneMatch="*",
            ChecksumAlgorithm="SHA256",
        )
    except ClientError as error:
        if error.response["Error"]["Code"] not in TAKEN:
            raise
        return first_version(key)
    return str(answer["VersionId"])


def write_over(key: str, content: bytes, content_type: str) -> str:
    """Write a file whatever stands there, which stays as a version of its own; the version id of the new one."""
    answer = s3().put_object(
        Bucket=bucket(), Key=key, Body=content, ContentType=content_type, ChecksumAlgorithm="SHA256"
    )
    return str(answer["VersionId"])


def read_version(key: str, version_id: str) -> bytes:
    """A file as it was written, whatever was put under its key later."""
    content: bytes = s3().get_object(Bucket=bucket(), Key=key, VersionId=version_id)["Body"].read()
    return content


def first_version(key: str) -> str:
    """The oldest version of a file: the one that was written, not what somebody put over it."""
    pages = s3().get_paginator("list_object_versions").paginate(Bucket=bucket(), Prefix=key)
    versions: list[dict[str, Any]] = [v for page in pages for v in page.get("Versions", []) if v["Key"] == key]
    # Versions are listed newest first.
    return str(versions[-1]["VersionId"])


def locked_link(key: str, version_id: str, name: str, content_type: str) -> Link:
    """A link to one version of a file."""
    return link_to(bucket(), key, name, content_type=content_type, version_id=version_id)


def bucket() -> str:
    return setting("CONTRACTS_BUCKET")

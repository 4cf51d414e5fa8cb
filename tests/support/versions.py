"""What the locked bucket of the running stack holds."""

from infra.local.stack import Stack


def versions(stack: Stack, account_id: str) -> list[str]:
    """The key of every version of every file of an account: twice, where it was written twice."""
    pages = stack.client("s3").get_paginator("list_object_versions")
    found = pages.paginate(Bucket=stack.outputs["ContractsBucket"], Prefix=f"{account_id}/")
    return [version["Key"] for page in found for version in page["Versions"]]

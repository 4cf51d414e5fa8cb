"""Every account there is, in the order of opening; for operators and their recounts alone."""

from collections.abc import Iterator

from shared.store import dynamodb, keys


def account_ids() -> Iterator[str]:
    """The ids of all accounts."""
    pk = keys.account_listing("").pk
    return (item["sk"] for item in dynamodb.query_all("Licenses", pk))

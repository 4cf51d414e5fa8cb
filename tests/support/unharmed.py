"""One company for a whole module of calls that must change nothing; afterwards its tables are compared."""

import json
from collections.abc import Iterator
from contextlib import contextmanager

from infra.openapi import document
from shared.store import dynamodb
from tests.support.api import Reply
from tests.support.aws import stand_in_aws
from tests.support.sample import Company, load_sample_prices, open_company

LONGEST_REFUSAL = 20_000


@contextmanager
def unharmed_company() -> Iterator[Company]:
    """A company for calls that are all refused or only read: not one item is another one afterwards."""
    with stand_in_aws():
        load_sample_prices()
        company = open_company()
        before = everything_stored()
        yield company
        assert everything_stored() == before


def everything_stored() -> list[str]:
    pages = [dynamodb.client().scan(TableName=name)["Items"] for name in ("Licenses", "Users", "Billing")]
    return sorted(json.dumps(item, default=str, sort_keys=True) for items in pages for item in items)


def check_refused(reply: Reply, *statuses: int) -> None:
    """A refusal with a code, in few words, that can be sent as UTF-8."""
    assert reply.status in statuses, reply.body
    assert reply.headers["content-type"] == "application/problem+json"
    assert reply.code
    assert len(json.dumps(reply.body, ensure_ascii=False).encode()) < LONGEST_REFUSAL


def described_routes(*methods: str) -> list[tuple[str, str]]:
    """The routes of the API's description, by method and path."""
    return [(m.upper(), path) for path, known in document()["paths"].items() for m in known if m in methods]

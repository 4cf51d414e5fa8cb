"""Reading the tables: one low-level client, strongly consistent reads, one batch for what a write needs."""

import os
import random
import time
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from botocore.config import Config

from shared import aws
from shared.store.attributes import Item, from_attributes, instant_text, to_attribute
from shared.store.keys import Key, Table

BATCH = 100
LONGEST_PAUSE = 0.1
LONGEST_SK = 1024
# The tables check what they are given; the client's own check of every attribute costs a quarter of a request.
_CONFIG = Config(
    retries={"mode": "standard", "max_attempts": 3}, connect_timeout=2, read_timeout=8, parameter_validation=False
)


@cache
def client() -> Any:
    """The DynamoDB client of this process."""
    return aws.client("dynamodb", _CONFIG)


@cache
def table_name(table: Table) -> str:
    return os.environ[f"{table.upper()}_TABLE"]


class Page(NamedTuple):
    """Some items, and the sort key after which the next page starts."""

    items: list[Item]
    next_sk: str | None


def get(key: Key) -> Item | None:
    """One item, strongly consistent, or None."""
    if not _may_stand(key):
        return None
    answer = client().get_item(TableName=table_name(key.table), Key=raw_key(key), ConsistentRead=True)
    return from_attributes(answer["Item"]) if "Item" in answer else None


def batch_get(keys: Iterable[Key]) -> dict[Key, Item]:
    """The items that exist, strongly consistent, read in one request per hundred."""
    wanted, found = list(dict.fromkeys(filter(_may_stand, keys))), {}
    while wanted:
        chunk, wanted = wanted[:BATCH], wanted[BATCH:]
        answer = client().batch_get_item(RequestItems=_by_table(chunk))
        found.update(_found(answer["Responses"]))
        if left := _left_over(answer.get("UnprocessedKeys", {})):
            time.sleep(random.uniform(0, LONGEST_PAUSE))  # noqa: S311 - jitter  # nosec B311
            wanted += left
    return found


def query(
    table: Table, pk: str, *, prefix: str = "", between: tuple[str, str] | None = None, after: str | None = None,
    newest_first: bool = False, limit: int | None = None,
) -> Page:  # fmt: skip
    """One page of a partition, strongly consistent, in sort-key order."""
    condition, values = "pk = :pk", {":pk": to_attribute(pk)}
    if between:
        condition += " AND sk BETWEEN :from AND :to"
        values |= {":from": to_attribute(between[0]), ":to": to_attribute(between[1])}
    elif prefix:
        condition, values = condition + " AND begins_with(sk, :prefix)", values | {":prefix": to_attribute(prefix)}
    request: dict[str, Any] = {"Limit": limit} if limit else {}
    if after is not None:
        request["ExclusiveStartKey"] = raw_key(Key(table, pk, after))
    answer = client().query(
        TableName=table_name(table), KeyConditionExpression=condition, ExpressionAttributeValues=values,
        ConsistentRead=True, ScanIndexForward=not newest_first, **request,
    )  # fmt: skip
    last = answer.get("LastEvaluatedKey")
    return Page([from_attributes(item) for item in answer["Items"]], last["sk"]["S"] if last else None)


def query_all(
    table: Table, pk: str, *, prefix: str = "", between: tuple[str, str] | None = None, newest_first: bool = False
) -> Iterator[Item]:
    """Every item of a partition's range, page after page."""
    after: str | None = None
    while True:
        page = query(table, pk, prefix=prefix, between=between, newest_first=newest_first, after=after)
        yield from page.items
        if page.next_sk is None:
            return
        after = page.next_sk


def query_due(table: Table, shard: str, now: datetime) -> Iterator[Key]:
    """The keys of what is due in one shard of a table's due index, oldest first. The index is never consistent."""
    return (key for key, _ in query_due_since(table, shard, now))


def query_due_since(table: Table, shard: str, now: datetime) -> Iterator[tuple[Key, datetime]]:
    """The same, each with the instant since which it is due."""
    pages = client().get_paginator("query").paginate(
        TableName=table_name(table), IndexName="Due",
        KeyConditionExpression="due_shard = :shard AND due_at <= :now",
        ExpressionAttributeValues={":shard": to_attribute(shard), ":now": to_attribute(instant_text(now))},
    )  # fmt: skip
    for page in pages:
        for item in page["Items"]:
            yield Key(table, item["pk"]["S"], item["sk"]["S"]), datetime.fromisoformat(item["due_at"]["S"])


def raw_key(key: Key) -> dict[str, Any]:
    return {"pk": {"S": key.pk}, "sk": {"S": key.sk}}


def _may_stand(key: Key) -> bool:
    # Of a longer key DynamoDB would say that the request is wrong, not that nothing is there.
    return len(key.sk.encode()) <= LONGEST_SK


def _by_table(keys: Sequence[Key]) -> dict[str, Any]:
    requests: dict[str, Any] = {}
    for key in keys:
        request = requests.setdefault(table_name(key.table), {"Keys": [], "ConsistentRead": True})
        request["Keys"].append(raw_key(key))
    return requests


def _tables_by_name() -> dict[str, Table]:
    tables: tuple[Table, ...] = ("Licenses", "Users", "Billing")
    return {table_name(table): table for table in tables if f"{table.upper()}_TABLE" in os.environ}


def _found(responses: dict[str, Any]) -> dict[Key, Item]:
    tables = _tables_by_name()
    items = ((tables[name], from_attributes(raw)) for name, raws in responses.items() for raw in raws)
    return {Key(table, item["pk"], item["sk"]): item for table, item in items}


def _left_over(unprocessed: dict[str, Any]) -> list[Key]:
    tables = _tables_by_name()
    return [
        Key(tables[name], raw["pk"]["S"], raw["sk"]["S"]) for name, rest in unprocessed.items() for raw in rest["Keys"]
    ]


aws.at_start(client)

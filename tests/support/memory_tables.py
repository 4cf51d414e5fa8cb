"""The three tables in memory: as much of DynamoDB as the store uses, quick enough for thousands of histories."""

import os
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from botocore.exceptions import ClientError

from shared import aws
from shared.store import dynamodb
from tests.support.aws import SETTINGS, forget_clients

Raw = dict[str, Any]
Place = tuple[str, str]
_COMPARISONS: dict[str, Callable[[Any, Any], bool]] = {
    "=": lambda a, b: a == b, "<>": lambda a, b: a != b, "<": lambda a, b: a < b, "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b, ">=": lambda a, b: a >= b,
}  # fmt: skip


class Killed(BaseException):
    """The process ended right after a call to a table."""


class MemoryTable(dict[Place, Raw]):
    """Items by key; beside them their partitions and the shards of the due index, so that a query reads its own."""

    def __init__(self, items: Mapping[Place, Raw] | None = None) -> None:
        super().__init__()
        self.partitions: dict[str, dict[str, Raw]] = {}
        self.shards: dict[str, dict[Place, None]] = {}
        for place, item in (items or {}).items():
            self[place] = item

    def __setitem__(self, place: Place, item: Raw) -> None:
        self._leave_shard(place)
        super().__setitem__(place, item)
        self.partitions.setdefault(place[0], {})[place[1]] = item
        if "due_shard" in item:
            self.shards.setdefault(item["due_shard"]["S"], {})[place] = None

    def __delitem__(self, place: Place) -> None:
        self._leave_shard(place)
        super().__delitem__(place)
        del self.partitions[place[0]][place[1]]

    def __reduce__(self) -> tuple[Any, ...]:
        return MemoryTable, (dict(self),)

    def _leave_shard(self, place: Place) -> None:
        if place in self and (shard := self[place].get("due_shard")):
            del self.shards[shard["S"]][place]


class MemoryTables:
    """Stands in for the client. `calls` names every request; `between` is called with their number after each.

    `written` has table and key of every item that was written or deleted.

    An attribute is never changed, only replaced, so that a copy of an item need not go deeper.
    """

    def __init__(self) -> None:
        self.tables: dict[str, MemoryTable] = {}
        self.calls: list[str] = []
        self.written: list[tuple[str, Place]] = []
        self.between: Callable[[int], None] = lambda _: None

    def get_item(self, *, TableName: str, Key: Raw, **_: Any) -> Raw:  # noqa: N803
        found = self._table(TableName).get(_sorted_key(Key))
        return self._called("get_item", {"Item": dict(found)} if found else {})

    def batch_get_item(self, *, RequestItems: Raw) -> Raw:  # noqa: N803
        found = {
            name: [dict(item) for key in request["Keys"] if (item := self._table(name).get(_sorted_key(key)))]
            for name, request in RequestItems.items()
        }
        return self._called("batch_get_item", {"Responses": found})

    def query(self, **request: Any) -> Raw:
        items = self._matching(request)
        if start := request.get("ExclusiveStartKey"):
            after, is_forward = start["sk"]["S"], request.get("ScanIndexForward", True)
            items = [item for item in items if (item["sk"]["S"] > after) == is_forward and item["sk"]["S"] != after]
        limit = request.get("Limit", len(items))
        answer: Raw = {"Items": [dict(item) for item in items[:limit]]}
        if limit < len(items):
            answer["LastEvaluatedKey"] = {name: items[limit - 1][name] for name in ("pk", "sk")}
        return self._called("query", answer)

    def get_paginator(self, _: str) -> "MemoryTables":
        return self

    def paginate(self, **request: Any) -> Iterator[Raw]:
        yield self.query(**request)

    def transact_write_items(self, *, TransactItems: list[Raw]) -> Raw:  # noqa: N803
        assert len(TransactItems) <= 100
        wanted = [next(iter(each.items())) for each in TransactItems]
        reasons = [{"Code": "None" if self._holds(body) else "ConditionalCheckFailed"} for _, body in wanted]
        if any(reason["Code"] != "None" for reason in reasons):
            self._called("transact_write_items", {})
            error = {"Error": {"Code": "TransactionCanceledException"}, "CancellationReasons": reasons}
            raise ClientError(error, "TransactWriteItems")
        for kind, body in wanted:
            self._write(kind, body)
        return self._called("transact_write_items", {})

    def _called(self, name: str, answer: Raw) -> Raw:
        self.calls.append(name)
        self.between(len(self.calls))
        return answer

    def _table(self, name: str) -> MemoryTable:
        if name not in self.tables:
            self.tables[name] = MemoryTable()
        return self.tables[name]

    def _matching(self, request: Raw) -> list[Raw]:
        values, expression = request["ExpressionAttributeValues"], request["KeyConditionExpression"]
        table = self._table(request["TableName"])
        if request.get("IndexName") == "Due":
            shard, now = values[":shard"]["S"], values[":now"]["S"]
            due = (table[key] for key in table.shards.get(shard, ()))
            return sorted((i for i in due if i["due_at"]["S"] <= now), key=lambda item: item["due_at"]["S"])
        low, high = values.get(":from", {}).get("S", ""), values.get(":to", {}).get("S", "\U0010ffff")
        prefix = values.get(":prefix", {}).get("S", "") if "begins_with" in expression else ""
        found = [
            item for sk, item in table.partitions.get(values[":pk"]["S"], {}).items()
            if low <= sk <= high and sk.startswith(prefix)
        ]  # fmt: skip
        return sorted(found, key=lambda item: item["sk"]["S"], reverse=not request.get("ScanIndexForward", True))

    def _holds(self, body: Raw) -> bool:
        item = self._table(body["TableName"]).get(_key_of(body), {})
        parts = filter(None, body.get("ConditionExpression", "").split(" AND "))
        return all(_part_holds(part, item, body) for part in parts)

    def _write(self, kind: str, body: Raw) -> None:
        table, key = self._table(body["TableName"]), _key_of(body)
        if kind != "ConditionCheck":
            self.written.append((body["TableName"], key))
        if kind == "Put":
            table[key] = dict(body["Item"])
        elif kind == "Delete":
            if key in table:
                del table[key]
        elif kind == "Update":
            table[key] = _updated(table.get(key, dict(body["Key"])), body)


def _part_holds(part: str, item: Raw, body: Raw) -> bool:
    names = body.get("ExpressionAttributeNames", {})
    if match := re.fullmatch(r"attribute_(not_)?exists\((#\d+)\)", part):
        return (names[match[2]] in item) != bool(match[1])
    name, operator, mark = part.split(" ")
    if names[name] not in item:
        return False
    return _COMPARISONS[operator](_plain(item[names[name]]), _plain(body["ExpressionAttributeValues"][mark]))


def _updated(item: Raw, body: Raw) -> Raw:
    names, values = body.get("ExpressionAttributeNames", {}), body.get("ExpressionAttributeValues", {})
    after = dict(item)
    for clause, rest in re.findall(r"(SET|REMOVE|ADD) (.*?)(?= SET | REMOVE | ADD |$)", body["UpdateExpression"]):
        for part in rest.split(", "):
            name, *marks = part.replace(" =", "").split(" ")
            if clause == "REMOVE":
                after.pop(names[name], None)
            elif clause == "SET":
                after[names[name]] = values[marks[0]]
            else:
                added = int(after.get(names[name], {"N": "0"})["N"]) + int(values[marks[0]]["N"])
                after[names[name]] = {"N": str(added)}
    return after


def _plain(attribute: Raw) -> Any:
    ((kind, value),) = attribute.items()
    return int(value) if kind == "N" else value


def _key_of(body: Raw) -> Place:
    return _sorted_key(body.get("Key") or body["Item"])


def _sorted_key(key: Raw) -> Place:
    return key["pk"]["S"], key["sk"]["S"]


@contextmanager
def memory_tables() -> Iterator[MemoryTables]:
    """Empty tables in memory, and nothing else of AWS."""
    tables, before, made = MemoryTables(), dict(os.environ), aws.client
    os.environ.update(SETTINGS)
    forget_clients()
    try:
        dynamodb.client.cache_clear()
        aws.client = lambda *_: tables  # type: ignore[assignment]
        dynamodb.client()
        yield tables
    finally:
        aws.client = made
        forget_clients()
        os.environ.clear()
        os.environ.update(before)

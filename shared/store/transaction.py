"""One write per change: collect what belongs together, write it once, name what stood in the way (DESIGN 5)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from botocore.exceptions import ClientError

from shared.aws import REFUSED_UNDONE
from shared.store.attributes import to_attribute, to_attributes
from shared.store.dynamodb import client, raw_key, table_name
from shared.store.keys import Key

MOST_ITEMS = 100
_OPERATORS = {"=": "{} = {}", "<": "{} < {}", "<=": "{} <= {}", ">": "{} > {}", ">=": "{} >= {}"}
_TRANSIENT = {"TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded"}


class ConditionFailed(Exception):
    """Nothing was written: what was read has changed since. `failed` names the items."""

    def __init__(self, failed: frozenset[str]) -> None:
        super().__init__(", ".join(sorted(failed)))
        self.failed = failed


class Conflict(Exception):
    """Nothing was written: another write held one of the items at that moment."""


@dataclass(frozen=True)
class Condition:
    """A condition on one attribute of an item: `Condition("available", ">=", 1)`."""

    attribute: str
    operator: str
    value: Any = None


def absent(attribute: str = "pk") -> Condition:
    """The attribute (or with the default, the whole item) is not there."""
    return Condition(attribute, "absent")


def present() -> Condition:
    """The item is there."""
    return Condition("pk", "present")


def equal(attribute: str, value: Any) -> Condition:
    """The attribute has this value; for None, it is not there."""
    return absent(attribute) if value is None else Condition(attribute, "=", value)


def unchanged(version: int) -> Condition:
    """The record still has the version that was read; 0 means that there was none."""
    return equal("version", version or None)


@dataclass
class _Expression:
    """Names and values of one expression, numbered as they come."""

    names: dict[str, str] = field(default_factory=dict)
    values: dict[str, Any] = field(default_factory=dict)

    def name(self, attribute: str) -> str:
        return self.names.setdefault(attribute, f"#{len(self.names)}")

    def value(self, value: Any) -> str:
        mark = f":{len(self.values)}"
        self.values[mark] = to_attribute(value)
        return mark

    def condition(self, conditions: tuple[Condition, ...]) -> str:
        return " AND ".join(self._one(each) for each in conditions)

    def _one(self, condition: Condition) -> str:
        name = self.name(condition.attribute)
        if condition.operator == "absent":
            return f"attribute_not_exists({name})"
        if condition.operator == "present":
            return f"attribute_exists({name})"
        return _OPERATORS[condition.operator].format(name, self.value(condition.value))

    def request(self) -> dict[str, Any]:
        names = {mark: attribute for attribute, mark in self.names.items()}
        request: dict[str, Any] = {"ExpressionAttributeNames": names} if names else {}
        return request | ({"ExpressionAttributeValues": self.values} if self.values else {})


class Transaction:
    """What belongs to one change. An item stands once; the name of each is what a failure is told by."""

    def __init__(self) -> None:
        self._requests: dict[Key, tuple[str, dict[str, Any]]] = {}

    def __len__(self) -> int:
        return len(self._requests)

    def __contains__(self, key: Key) -> bool:
        return key in self._requests

    @property
    def keys(self) -> Iterable[Key]:
        return self._requests.keys()

    def may_take_in(self, other: "Transaction") -> bool:
        """Whether another change fits beside this one: an item stands once, and there are only so many."""
        return len(self) + len(other) <= MOST_ITEMS and not self._requests.keys() & other._requests.keys()

    def take_in(self, other: "Transaction") -> None:
        """Write another change together with this one."""
        self._requests |= other._requests

    def put(self, key: Key, item: Mapping[str, Any], *conditions: Condition, name: str = "") -> None:
        """Write a whole item."""
        expression = _Expression()
        body = {"Item": to_attributes({"pk": key.pk, "sk": key.sk, **item})}
        self._add(key, "Put", body, expression, conditions, name)

    def update(
        self, key: Key, *conditions: Condition, set: Mapping[str, Any] | None = None,
        add: Mapping[str, int] | None = None, remove: tuple[str, ...] = (), name: str = "",
    ) -> None:  # fmt: skip
        """Change attributes of an item; what is set to None is removed."""
        expression, clauses = _Expression(), []
        fresh = {attribute: value for attribute, value in (set or {}).items() if value is not None}
        gone = [*remove, *(attribute for attribute, value in (set or {}).items() if value is None)]
        if fresh:
            parts = (f"{expression.name(a)} = {expression.value(v)}" for a, v in fresh.items())
            clauses.append("SET " + ", ".join(parts))
        if gone:
            clauses.append("REMOVE " + ", ".join(expression.name(attribute) for attribute in gone))
        if add:
            clauses.append("ADD " + ", ".join(f"{expression.name(a)} {expression.value(v)}" for a, v in add.items()))
        body = {"Key": raw_key(key), "UpdateExpression": " ".join(clauses)}
        self._add(key, "Update", body, expression, conditions, name)

    def delete(self, key: Key, *conditions: Condition, name: str = "") -> None:
        self._add(key, "Delete", {"Key": raw_key(key)}, _Expression(), conditions, name)

    def check(self, key: Key, *conditions: Condition, name: str = "") -> None:
        """Only require something of an item that the change rests on."""
        self._add(key, "ConditionCheck", {"Key": raw_key(key)}, _Expression(), conditions, name)

    def commit(self) -> None:
        """Write all or nothing. Raises ConditionFailed or Conflict."""
        items = [request for _, request in self._requests.values()]
        try:
            client().transact_write_items(TransactItems=items)
        except ClientError as error:
            self._translate(error)
            raise

    def _add(
        self, key: Key, kind: str, body: dict[str, Any], expression: _Expression,
        conditions: tuple[Condition, ...], name: str,
    ) -> None:  # fmt: skip
        if key in self._requests:
            raise ValueError(f"{key} stands twice in one transaction")
        if conditions:
            body["ConditionExpression"] = expression.condition(conditions)
        request = {"TableName": table_name(key.table), **body, **expression.request()}
        self._requests[key] = (name or key.sk, {kind: request})

    def _translate(self, error: ClientError) -> None:
        code = error.response["Error"]["Code"]
        # Of an error on their side nobody knows whether it was written: who asked may repeat it with the same key.
        if code in REFUSED_UNDONE:
            raise Conflict(code) from error
        if code != "TransactionCanceledException":
            return
        reasons = [reason.get("Code") for reason in error.response["CancellationReasons"]]
        names = [name for name, _ in self._requests.values()]
        failed = frozenset(n for n, r in zip(names, reasons, strict=True) if r == "ConditionalCheckFailed")
        # A failed condition outweighs a conflict beside it: reading again tells which rule it was.
        if failed:
            raise ConditionFailed(failed) from error
        if _TRANSIENT & set(reasons):
            raise Conflict(", ".join(filter(None, reasons))) from error

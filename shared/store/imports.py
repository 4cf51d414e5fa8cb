"""Imports of people: the record of how far one has come, and what became of its rows, a packet at a time."""

from collections.abc import Sequence
from typing import Any

from shared.domain.user_import import UserImport
from shared.store import dynamodb, keys
from shared.store.attributes import Item
from shared.store.records import found, to_item
from shared.store.transaction import Transaction, absent, equal


def put_import(transaction: Transaction, account_id: str, started: UserImport) -> None:
    """Write a new import."""
    transaction.put(keys.user_import(account_id, started.import_id), to_item(started), absent(), name="import")


def go_on(transaction: Transaction, account_id: str, before: UserImport, results: Sequence[Item]) -> UserImport:
    """Write the results of the next rows, if nobody else has worked them off; the import after them."""
    after = before.after([result["result"] for result in results])
    key = keys.user_import(account_id, before.import_id)
    transaction.put(key, to_item(after), equal("done_rows", before.done_rows), name="import")
    rows = keys.import_row(account_id, before.import_id, results[0]["line"])
    transaction.put(rows, {"results": list(results)}, absent(), name="rows")
    return after


def read_import(account_id: str, import_id: str) -> UserImport | None:
    """How far an import has come, or None if there is none of that id."""
    return found(UserImport, dynamodb.get(keys.user_import(account_id, import_id)))


def results_of(account_id: str, import_id: str) -> list[dict[str, Any]]:
    """What became of the rows so far, in the file's order."""
    pk = keys.import_row(account_id, import_id, 0).pk
    return [result for item in dynamodb.query_all("Users", pk) for result in item["results"]]

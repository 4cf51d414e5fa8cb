"""Import people from a file: tried out, started, worked off, looked at (DESIGN 4)."""

import json
from collections.abc import Sequence
from typing import Any

from shared import aws
from shared.account.books import book_keys, open_books
from shared.account.change import Answer, Call, Change, carry_out
from shared.account.import_packets import known_users, work_packet
from shared.account.newcomers import Judge, as_renewed
from shared.config import setting
from shared.domain.people_file import NotAPeopleFile, PersonRow, rows_of
from shared.domain.user_import import UserImport
from shared.errors import Invalid, Unknown
from shared.ids import new_id
from shared.links import s3
from shared.store import dynamodb
from shared.store.attributes import Item
from shared.store.imports import put_import, read_import, results_of
from shared.store.transaction import ConditionFailed, Conflict

NET_SECONDS = 60
"""When a worker comes by in any case: later than the call can take, and soon enough when it was cut short."""


def people_in(data: bytes) -> list[PersonRow]:
    """The rows of a file. Invalid on `body` says why the file cannot be taken."""
    try:
        rows = list(rows_of(data))
    except NotAPeopleFile as fault:
        raise Invalid({"body": str(fault)}) from None
    if not rows:
        raise Invalid({"body": "holds no rows below its header"})
    return rows


def try_import(account_id: str, rows: Sequence[PersonRow]) -> Item:
    """What importing the rows would do just now; nothing is written."""
    books = as_renewed(open_books(account_id, dynamodb.batch_get(book_keys(account_id))))
    judge = Judge(books, known_users(account_id, rows))
    results = [judge.verdict(row).told() for row in rows]
    tried = UserImport("", "", books.now, len(rows)).after([result["result"] for result in results])
    return _shown(tried, results) | {"import_id": None, "status": "dry_run"}


def import_people(call: Call, data: bytes, rows: Sequence[PersonRow]) -> Answer:
    """Import the rows: a short file at once, a long one by a worker. A repeat by its key goes on with the first."""
    first = _start(call, data, rows)
    account_id, import_id = call.account_id, first.body["import_id"]
    started = read_import(account_id, import_id)
    if started is None:
        raise Unknown("import")
    if not started.is_inline:
        if not started.done_rows:
            _send(account_id, import_id)
        return first
    try:
        _work(account_id, started, rows)
    except (ConditionFailed, Conflict):
        return first  # others keep the pools busy; the worker goes on
    return Answer(200, one_import(account_id, import_id))


def work_off(account_id: str, import_id: str) -> UserImport:
    """Work off what is left of an import that was started. Raises Unknown, or the last conflict."""
    started = read_import(account_id, import_id)
    if started is None:
        raise Unknown("import")
    if started.status == "done":
        return started
    body = s3().get_object(Bucket=setting("FILES_BUCKET"), Key=_file(account_id, import_id))["Body"].read()
    return _work(account_id, started, people_in(body))


def one_import(account_id: str, import_id: str) -> Item:
    """An import with what became of its rows so far. Raises Unknown."""
    started = read_import(account_id, import_id)
    if started is None:
        raise Unknown("import")
    # Rows written between the two reads are shown when they are counted.
    return _shown(started, results_of(account_id, import_id)[: started.done_rows])


def _start(call: Call, data: bytes, rows: Sequence[PersonRow]) -> Answer:
    import_id = new_id()

    def attempt(change: Change) -> Answer:
        change.read()
        started = UserImport(import_id, call.caller.user_id, change.books.now, len(rows))
        s3().put_object(Bucket=setting("FILES_BUCKET"), Key=_file(call.account_id, import_id), Body=data)
        # Before the record too: whatever is cut short after it, a worker comes by and finds it.
        _send(call.account_id, import_id, after_seconds=NET_SECONDS)
        put_import(change.transaction, call.account_id, started)
        change.note("import.started", f"import/{import_id}", import_id=import_id, rows=len(rows))
        return change.finish(Answer(202, _shown(started, [])))

    return carry_out(call, attempt)


def _work(account_id: str, started: UserImport, rows: Sequence[PersonRow]) -> UserImport:
    while started.status == "running":
        started = work_packet(account_id, started, rows)
    return started


def _send(account_id: str, import_id: str, *, after_seconds: int = 0) -> None:
    body = json.dumps({"account_id": account_id, "import_id": import_id})
    queue = setting("IMPORT_QUEUE_URL")
    aws.client("sqs").send_message(QueueUrl=queue, MessageBody=body, DelaySeconds=after_seconds)


def _shown(started: UserImport, results: list[dict[str, Any]]) -> Item:
    return {
        "import_id": started.import_id, "status": started.status, "counts": dict(started.counts), "rows": results,
    }  # fmt: skip


def _file(account_id: str, import_id: str) -> str:
    return f"imports/{account_id}/{import_id}.csv"

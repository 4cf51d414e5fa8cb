"""Ten thousand people imported: transactions, what a second run changes, and people a second on the embedded AWS."""

import base64
import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from shared.account import import_packets
from shared.account.import_packets import work_packet
from shared.account.user_import import people_in
from shared.clock import real_now
from shared.domain.people_file import COLUMNS
from shared.domain.user_import import UserImport
from shared.ids import new_id
from shared.store.imports import put_import
from shared.store.transaction import Transaction
from tests.bench.local_tables import local_tables
from tests.bench.measure import Row
from tests.support.bus import bring
from tests.support.many_accounts import REAL_TIME, own_seats
from tests.support.memory_aws import MemoryAws, memory_aws
from tests.support.memory_tables import Raw
from tests.support.sample import Company, load_sample_prices, open_company

FILES, ROWS = 10, 1000
MOST_TRANSACTIONS, LEAST_GAIN = 340, 1.8
LICENSES = "jobs-rolling,engineer,sales-person-rolling,sales_person"
POOLS = ("jobs-rolling", "sales-person-rolling")
IMPORTER = "functions.users.import_rows"
TIMED, ONE_BY_ONE = 1000, 100


@dataclass(frozen=True)
class Imported:
    """Transactions of the first run of all files, those of them in vain, and what a second run changed of people."""

    transactions: int
    in_vain: int
    changed: list[str]


def file_of(number: int, rows: int = ROWS) -> bytes:
    """People of usual names, each in two seats."""
    names = (f"p{number:02}.{row:04}@brookvale.example" for row in range(rows))
    lines = (f"{name},Alexandra Whitfield,{name},{LICENSES}" for name in names)
    return "\n".join([",".join(COLUMNS), *lines]).encode()


@contextmanager
def importing_company(seats: int) -> Iterator[tuple[MemoryAws, Company]]:
    """A company with so many free seats in two pools."""
    with memory_aws() as memory:
        load_sample_prices()
        company = open_company(**REAL_TIME)
        for sku in POOLS:
            own_seats(company.account_id, sku, seats)
        yield memory, company


def import_all(files: int = FILES, rows: int = ROWS) -> Imported:
    """Import every file by the call and the worker, and once more."""
    with importing_company(files * rows) as (memory, company):
        transactions = _import(memory, company, files, rows, result="added")
        packets = sum("#IMP#" in pk for pk, _ in memory.tables.tables["Users"])
        before = people_and_seats(memory)
        _import(memory, company, files, rows, result="unchanged")
        return Imported(transactions, transactions - files - packets, differences(before, people_and_seats(memory)))


def _import(memory: MemoryAws, company: Company, files: int, rows: int, *, result: str) -> int:
    memory.tables.calls = []
    for number in range(files):
        sent = {"raw": base64.b64encode(file_of(number, rows)).decode(), "is_base64": True}
        reply = company.call("POST", "/v1/users/imports", key=new_id(), headers={"content-type": "text/csv"}, **sent)
        assert reply.status == 202, reply.body
        body = {"account_id": company.account_id, "import_id": reply.body["import_id"]}
        assert bring(IMPORTER, [json.dumps(body)]) == []
        done = company.call("GET", f"/v1/users/imports/{body['import_id']}").body
        assert (done["status"], done["counts"][result]) == ("done", rows)
    return memory.tables.calls.count("transact_write_items")


def people_and_seats(memory: MemoryAws) -> dict[tuple[str, str, str], Raw]:
    """Every item of users, pools and activity; the imports' own records and events left out."""
    items = ((name, place, item) for name, table in memory.tables.tables.items() for place, item in table.items())
    return {(name, *place): item for name, place, item in items if not _is_of_an_import(place, item)}


def _is_of_an_import(place: tuple[str, str], item: Raw) -> bool:
    tells = item.get("event_type", {}).get("S", "").startswith("import.")
    return tells or "#IMP#" in place[0] or place[0].endswith("#IDEM") or place[1].startswith("IMPORT#")


def differences(before: dict[Any, Raw], after: dict[Any, Raw]) -> list[str]:
    return [str(key) for key in before.keys() | after.keys() if before.get(key) != after.get(key)]


def people_a_second(number: int, *, at_once: tuple[int, ...]) -> float:
    """Work off a file on the embedded AWS's tables, in packets of a size."""
    company = open_company(owner_username=f"owner-{at_once[0]}", **REAL_TIME)
    for sku in POOLS:
        own_seats(company.account_id, sku, number)
    rows = people_in(file_of(at_once[0], number))
    started, transaction = UserImport(new_id(), company.owner_id, real_now(), number), Transaction()
    put_import(transaction, company.account_id, started)
    transaction.commit()
    before, import_packets.PACKETS = import_packets.PACKETS, at_once
    begun = time.perf_counter()
    while started.status == "running":
        started = work_packet(company.account_id, started, rows)
    import_packets.PACKETS = before
    assert started.counts["added"] == number
    return number / (time.perf_counter() - begun)


def rows() -> Iterator[Row]:
    """Counted in memory, timed on the embedded AWS."""
    run = import_all()
    name = f"import {FILES * ROWS:,} people in {FILES} files"
    yield Row(f"{name} / 340", run.transactions, MOST_TRANSACTIONS, "requests", 1.0)
    came_off = run.transactions - run.in_vain
    yield Row(f"{name}: transactions that came off / all", came_off, run.transactions, "requests", 1.0, at_least=True)
    people = FILES * ROWS
    yield Row(f"{name} again: left as they were / all", people - len(run.changed), people, "people", 1.0, at_least=True)
    with local_tables():
        load_sample_prices()
        packed = people_a_second(TIMED, at_once=import_packets.PACKETS)
        alone = people_a_second(ONE_BY_ONE, at_once=(1,))
    yield Row("people imported / one to a transaction", packed, alone, "a second", LEAST_GAIN, at_least=True)

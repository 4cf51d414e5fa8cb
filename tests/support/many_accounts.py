"""Accounts by the thousand: one that was lived through for real, again and again under other ids."""

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from shared.account.advance import advance
from shared.account.scope import Scope
from shared.clock import real_now
from shared.domain.pool import Pool
from shared.store.keys import SHARDS
from shared.store.pools import change_owned
from shared.store.transaction import Transaction
from tests.support.memory_tables import MemoryTables, Raw
from tests.support.reports import booked, record
from tests.support.sample import Company, open_company

REAL_TIME: dict[str, Any] = {"sandbox_now": None}
PLAIN = Scope(orders=False, all_days=False)


def plain_account(username: str) -> str:
    """Contracted and rolling licenses, the first month charged."""
    account_id = open_company(owner_username=username, **REAL_TIME).account_id
    own_seats(account_id, "jobs-rolling", 3)
    advance(account_id, real_now(), scope=PLAIN)
    return account_id


def own_seats(account_id: str, sku: str, number: int) -> None:
    """Give an account licenses of a SKU that it has none of, as if bought before."""
    transaction = Transaction()
    change_owned(transaction, account_id, Pool(sku), Pool(sku, number, 0, number, version=1))
    transaction.commit()


def account_in_every_index(username: str, diary_on: datetime) -> Company:
    """An account that each job will find something due for one day: a month, a term, an order, a used day."""
    company = open_company(owner_username=username, **REAL_TIME)
    quote = company.call("POST", "/v1/licenses/quotes", {"sku": "jobs-rolling", "quantity": 2}).body
    advance(company.account_id, real_now(), scope=PLAIN)
    assert company.call("POST", "/v1/licenses/orders", {"quote_id": quote["quote_id"]}).status == 201
    record(booked(company.account_id, company.owner_id, real_now(), on=str(diary_on.date())))
    return company


def multiply(tables: MemoryTables, account_id: str, count: int, *, only_due: bool = False) -> None:
    """The account so many times more; with `only_due`, only what the due indexes could find of it."""
    own = [
        (table, item) for table, items in tables.tables.items() for item in list(items.values())
        if account_id in item["pk"]["S"] and ("due_shard" in item or not only_due)
    ]  # fmt: skip
    for number, other in enumerate(_ids(account_id, count)):
        for table, item in own:
            copied = _copy(item, account_id, other)
            if "due_shard" in item:
                copied["due_shard"] = {"S": f"{item['due_shard']['S'].split('#')[0]}#{number % SHARDS:02}"}
            tables.tables[table][(copied["pk"]["S"], copied["sk"]["S"])] = copied


def _ids(account_id: str, count: int) -> Iterator[str]:
    return (f"{account_id[:20]}{number:06}" for number in range(count))


def _copy(item: Raw, account_id: str, other: str) -> Raw:
    """Attributes that do not name the account are shared: no item is ever changed in place."""
    return {name: _renamed(value, account_id, other) for name, value in item.items()}


def _renamed(attribute: Raw, account_id: str, other: str) -> Raw:
    if "S" in attribute:
        return {"S": attribute["S"].replace(account_id, other)} if account_id in attribute["S"] else attribute
    if attribute.keys() & {"M", "L"} and account_id in (text := json.dumps(attribute)):
        renamed: Raw = json.loads(text.replace(account_id, other))
        return renamed
    return attribute

"""Every route called once by the owner of a company of twenty seats, and what the call takes of the tables."""

import base64
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from shared.account import archives
from shared.account.invoice_drawing import draw_invoice
from shared.account.sealing import seal_contract
from shared.domain.people_file import COLUMNS
from shared.ids import new_id
from tests.support.memory_aws import MemoryAws
from tests.support.metered_tables import MeteredTables, Units, metered_aws
from tests.support.sample import Company, signature_body
from tests.support.sandbox import Sandbox, sandbox
from tests.support.template import routes

Route = tuple[str, str]
SEATS = {"jobs-rolling": ("engineer", 14), "jobs-daily": ("engineer", 2), "sales-person-rolling": ("sales_person", 3)}
FILE = "\n".join([",".join(COLUMNS), "row.person,Row Person,row@example.com,,,,"]).encode()
CSV = {"raw": base64.b64encode(FILE).decode(), "is_base64": True, "headers": {"content-type": "text/csv"}}

OF_THE_BUILD = ("/v1/openapi.json", "/v1/docs")
"""Files of the built code alone, which no table has a part in."""


@dataclass(frozen=True)
class Visited:
    """What a route took."""

    method: str
    path: str
    units: Units

    @property
    def is_read(self) -> bool:
        # The first look at an order's document is noted, so that this one writes.
        return "transact_write_items" not in self.units.requests


class Visitor:
    """Calls routes of one company, and keeps what the first call of each took."""

    def __init__(self, account: Sandbox, tables: MeteredTables, aws: MemoryAws) -> None:
        self.company: Company = account.company
        self.account, self.tables, self.aws = account, tables, aws
        self.seen: dict[Route, Visited] = {}

    def call(self, method: str, path: str, body: Any = None, more: dict[str, Any] | None = None, **ids: str) -> Any:
        before = self.tables.so_far()
        sent = (more or {}) | ({} if method == "GET" else {"key": new_id()})
        reply = self.company.call(method, path.format(**ids), body, **sent)
        assert reply.status < 300 or path in OF_THE_BUILD, (method, path, reply.body)
        self.seen.setdefault((method, path), Visited(method, path, self.tables.so_far() - before))
        return reply.body

    def order(self) -> Any:
        quote = self.call("POST", "/v1/licenses/quotes", {"sku": "jobs-rolling", "quantity": 2})
        return self.call("POST", "/v1/licenses/orders", {"quote_id": quote["quote_id"]})


@contextmanager
def company_of_twenty() -> Iterator[Visitor]:
    """Twenty people in their seats, contracts sealed, a month billed, usage of the day before."""
    with metered_aws() as (aws, tables):
        account = sandbox("2027-03-05T09:00")
        for sku, (role, number) in SEATS.items():
            bought = account.company.buy(sku, number + 2).body
            assert seal_contract(account.account_id, bought["contract_id"])
            for count in range(number):
                add(account.company, f"{sku}.{count:02}", sku=sku, role=role)
        account.until("2027-05-05T09:00")
        assert draw_invoice(account.account_id, 1)
        yield Visitor(account, tables, aws)


def add(company: Company, username: str, *, sku: str, role: str) -> str:
    """Add a person of usual length with a seat."""
    body = {"username": username, "name": "Alexandra Whitfield", "email": f"{username}@brookvale.example"}
    reply = company.call("POST", "/v1/users", body | {"licenses": [{"sku": sku, "role": role}]})
    assert reply.status == 201, reply.body
    user_id: str = reply.body["user_id"]
    return user_id


def visited() -> list[Visited]:
    """Every route, in the template's order."""
    with company_of_twenty() as visitor:
        call_every_route(visitor)
        return [visitor.seen[route] for route in routes()]


def call_every_route(visitor: Visitor) -> None:
    waits, archives.WAITS_SECONDS = archives.WAITS_SECONDS, 0
    try:
        ids = _changes(visitor)
        for method, path in routes():
            if (method, path) not in visitor.seen:
                visitor.call(method, path, **ids)
    finally:
        archives.WAITS_SECONDS = waits


def _changes(visitor: Visitor) -> dict[str, str]:
    """Everything that writes; returns the ids that reads take."""
    archive = visitor.call("POST", "/v1/contracts/archive", {})["archive_id"]
    archives.build(visitor.account.account_id, archive)
    order, other = visitor.order(), visitor.order()
    signature = signature_body(order["document_sha256"])
    visitor.call("POST", "/v1/licenses/orders/{order_id}/signature", signature, order_id=order["order_id"])
    visitor.call("POST", "/v1/licenses/orders/{order_id}/cancellation", {}, order_id=other["order_id"])
    visitor.call("POST", "/v1/licenses/{sku}/deletions", {"quantity": 1}, sku="jobs-rolling")
    visitor.call("PUT", "/v1/licenses/{sku}/renewal", {"quantity": 0}, sku="jobs-contracted")
    visitor.call("DELETE", "/v1/licenses/{sku}/renewal", sku="jobs-contracted")
    visitor.call("PATCH", "/v1/company", {"name": "Brook & Vale Group"})
    contract = visitor.company.call("GET", "/v1/contracts").body["items"][-1]["contract_id"]
    imported = visitor.call("POST", "/v1/users/imports", more=CSV)["import_id"]
    return {
        "user_id": _people(visitor), "import_id": imported, "archive_id": archive, "contract_id": contract,
        "order_id": visitor.order()["order_id"], "number": "1", "sku": "jobs-contracted",
    }  # fmt: skip


def _people(visitor: Visitor) -> str:
    """Somebody added, edited, seated, changed over, gone and back."""
    user = {"username": "new.person", "name": "New Person", "email": "new.person@brookvale.example"}
    user_id: str = visitor.call("POST", "/v1/users", user)["user_id"]
    seat = "/v1/users/{user_id}/licenses/{product}"
    visitor.call("PATCH", "/v1/users/{user_id}", {"name": "Newer Person"}, user_id=user_id)
    assigned = {"sku": "jobs-rolling", "role": "engineer"}
    visitor.call("PUT", seat, assigned, user_id=user_id, product="jobs")
    visitor.call("POST", "/v1/users/{user_id}/deactivation", {}, user_id=user_id)
    visitor.call("POST", "/v1/users/{user_id}/reactivation", {}, user_id=user_id)
    visitor.call("DELETE", seat, user_id=user_id, product="jobs")
    return user_id

"""Every route that reads, while a company of all kinds of licenses lives through a year: no role lacks a right."""

from collections.abc import Iterator

import pytest

from shared.account.sealing import seal_contract
from shared.domain.catalog import SKUS
from tests.support.memory_aws import memory_aws
from tests.support.sandbox import Sandbox, sandbox
from tests.support.template import routes

ROLES = {"jobs": "engineer", "sales-person": "sales_person", "sales-support": "sales_support"}
INSTANTS = (
    "2027-03-06", "2027-03-20", "2027-04-05", "2027-04-20", "2027-06-30", "2028-02-20", "2028-03-05", "2028-04-20",
)  # fmt: skip
OF_FILES = ("/v1/openapi.json", "/v1/docs", "/v1/contracts/archives/{archive_id}", "/v1/users/imports/{import_id}")
"""What is of the build, or was there for the asking of one call, whatever the account is like."""
READS = [path for method, path in routes() if method == "GET" and path not in OF_FILES]


@pytest.fixture
def account() -> Iterator[Sandbox]:
    """Some of each SKU in use, some free, an order that waits, somebody gone, fewer wished for."""
    with memory_aws():
        account = sandbox("2027-03-05T09:00")
        company = account.company
        for number, sku in enumerate(SKUS):
            assert seal_contract(account.account_id, company.buy(sku, 3).body["contract_id"])
            seat = {"sku": sku, "role": ROLES[sku.rpartition("-")[0]]}
            for name in ("stays", "goes"):
                person = {"username": f"{name}.{number}", "name": "New Person", "email": "new@brookvale.example"}
                reply = company.call("POST", "/v1/users", person | {"licenses": [seat]})
                assert reply.status == 201, reply.body
            company.call("POST", f"/v1/users/{reply.body['user_id']}/deactivation", {})
        company.call("PUT", "/v1/licenses/jobs-contracted/renewal", {"quantity": 2})
        company.call("POST", "/v1/licenses/jobs-rolling/deletions", {"quantity": 1})
        yield account


def test_an_owner_reads_everything_at_any_time(account: Sandbox) -> None:
    company, advised = account.company, 0
    for instant in INSTANTS:
        account.until(f"{instant}T09:00")
        quote = account.quote("jobs-contracted", 1)
        order = company.call("POST", "/v1/licenses/orders", {"quote_id": quote["quote_id"]}).body
        (contract, *_) = company.call("GET", "/v1/contracts").body["items"]
        ids = {"order_id": order["order_id"], "contract_id": contract["contract_id"], "user_id": company.owner_id,
               "sku": "jobs-contracted", "number": "1"}  # fmt: skip
        for path in READS:
            reply = company.call("GET", path.format_map(ids))
            # The first invoice is of the first billing date.
            assert reply.status == 200 or (reply.status == 404 and "{number}" in path), (instant, path, reply.body)
            advised += len(reply.body["items"]) if path == "/v1/utilization" else 0
    assert advised

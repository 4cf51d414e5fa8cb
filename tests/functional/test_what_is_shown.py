"""Quotes, the catalog, holders, contracts and the opening order: every field that people are shown of them."""

from datetime import UTC, date, datetime
from hashlib import sha256

import pytest

from shared.account.locked import read_version, sealed_key
from shared.account.price_loading import NewPrice, load_prices
from shared.account.sealing import seal_contract
from shared.domain.contract import Contract
from shared.store import dynamodb, keys
from shared.store.records import from_item
from tests.support.sample import PRICES, Company, open_company, order_body

GIGABYTE = 10**9
OWN_TERM = {"starts_on": "2027-03-05", "ends_before": "2028-03-05"}


def test_a_quote_tells_what_recurs_and_what_a_day_costs_and_which_term_it_joins(company: Company) -> None:
    later = datetime(2027, 3, 25, 9, tzinfo=UTC)
    company.at(later)
    asked = ("jobs-contracted", "jobs-rolling", "jobs-daily", "sales-person-contracted")
    quotes = {sku: company.call("POST", "/v1/licenses/quotes", {"sku": sku, "quantity": 2}).body for sku in asked}
    assert {sku: (made["recurring"], made["daily_rate"], made["term"]) for sku, made in quotes.items()} == {
        "jobs-contracted": ({"net": 4000, "from_on": "2027-04-05"}, None, OWN_TERM | {"joins": True}),
        "jobs-rolling": ({"net": 5200, "from_on": "2027-04-05"}, None, None),
        "jobs-daily": (None, 250, None),
        "sales-person-contracted": (
            {"net": 9000, "from_on": "2027-04-05"}, None,
            {"starts_on": "2027-03-25", "ends_before": "2028-03-25", "joins": False},
        ),
    }  # fmt: skip


def test_the_catalog_tells_prices_storage_roles_and_access(company: Company) -> None:
    reply = company.call("GET", "/v1/catalog").body
    items = {item["sku"]: item for item in reply["items"]}
    assert {sku: item["unit_price"] for sku, item in items.items()} == PRICES
    assert {(item["currency"], item["price_version"]) for item in items.values()} == {("GBP", 1)}
    storage = {sku: item["storage_bytes"] // GIGABYTE for sku, item in items.items()}
    assert storage == {sku: 10 if "jobs" in sku else 50 for sku in PRICES} | {"jobs-daily": 0}
    assert items["jobs-daily"]["roles"][0] == "engineer" and items["jobs-daily"]["roles"][-1] == "owner_manager"
    assert "sales_support" not in items["sales-person-rolling"]["roles"]
    support = items["sales-support-rolling"]
    assert (support["product"], support["commitment"], support["roles"]) == ("sales", "rolling", ["sales_support"])
    assert support["access"] == ["attached_files", "customers", "diary", "opportunities"]
    assert items["sales-person-rolling"]["access"] == ["full"]
    assert reply["next_cursor"] is None


def test_the_catalog_leaves_out_what_has_no_price_or_is_not_sold() -> None:
    load_prices([
        NewPrice("classic", "jobs-contracted", "GBP", 900, date(2027, 3, 5)),
        NewPrice("classic", "jobs-rolling", "GBP", 950, date(2027, 3, 6)),
    ])  # fmt: skip
    company = open_company(plans={"jobs": "classic"})
    assert [item["sku"] for item in company.call("GET", "/v1/catalog").body["items"]] == ["jobs-contracted"]
    company.at(datetime(2027, 3, 6, 9, tzinfo=UTC))
    assert [item["sku"] for item in company.call("GET", "/v1/catalog").body["items"]] == [
        "jobs-contracted", "jobs-rolling",
    ]  # fmt: skip


def test_holders_are_told_with_their_role_and_since_when(company: Company) -> None:
    company.at(datetime(2027, 3, 9, 10, tzinfo=UTC))
    company.buy("jobs-rolling", 1)
    bo = {"username": "bo.lind", "name": "Bo Lind", "email": "bo@example.com"}
    bo_id = company.call("POST", "/v1/users", bo).body["user_id"]
    seat = {"sku": "jobs-rolling", "role": "senior_engineer"}
    assert company.call("PUT", f"/v1/users/{bo_id}/licenses/jobs", seat).status == 200
    held = {
        sku: company.call("GET", f"/v1/licenses/{sku}/holders").body["items"]
        for sku in ("jobs-contracted", "jobs-rolling", "jobs-daily")
    }
    ana = {"user_id": company.owner_id, "username": "owner", "name": "Ana Pop"}
    assert held == {
        "jobs-contracted": [ana | {"role": "owner_manager", "since_at": "2027-03-05T09:00:00Z"}],
        "jobs-rolling": [
            {"user_id": bo_id, "username": "bo.lind", "name": "Bo Lind", "role": "senior_engineer",
             "since_at": "2027-03-09T10:00:00Z"}
        ],
        "jobs-daily": [],
    }  # fmt: skip


@pytest.mark.parametrize(("sku", "term"), [("jobs-contracted", OWN_TERM), ("jobs-rolling", None)])
def test_a_contract_tells_its_term_and_what_proves_it(company: Company, sku: str, term: object) -> None:
    quote = company.call("POST", "/v1/licenses/quotes", {"sku": sku, "quantity": 3}).body
    order = company.call("POST", "/v1/licenses/orders", order_body(quote, "Ana Pop")).body
    contract_id = order["contract_id"]
    (waiting,) = company.call("GET", "/v1/contracts").body["items"]
    assert (waiting["sha256"], waiting["size_bytes"]) == (None, None)
    seal_contract(company.account_id, contract_id)
    kept = from_item(Contract, dynamodb.get(keys.contract(company.account_id, contract_id)) or {}).seal
    assert kept
    file = read_version(sealed_key(company.account_id, contract_id), kept.version_id)
    shown = company.call("GET", f"/v1/contracts/{contract_id}").body
    assert shown.pop("download")["url"]
    assert shown == {
        "contract_id": contract_id, "order_id": order["order_id"], "sku": sku, "quantity": 3,
        "signer_name": "Ana Pop", "signed_at": "2027-03-05T09:00:00Z", "term": term,
        "document_sha256": quote["document_sha256"], "sha256": sha256(file).hexdigest(), "size_bytes": len(file),
    }  # fmt: skip


def test_the_opening_order_was_signed_outside_and_has_no_document(company: Company) -> None:
    (order,) = company.call("GET", "/v1/licenses/orders").body["items"]
    assert (order["status"], order["contract_id"], order["document_sha256"]) == ("active", None, None)
    assert company.call("GET", f"/v1/licenses/orders/{order['order_id']}").body == order
    assert company.call("GET", f"/v1/licenses/orders/{order['order_id']}/document").status == 404
    assert company.call("GET", "/v1/contracts").body["items"] == []

"""GET /v1/catalog: every SKU sold on the account's plans, at today's list price."""

from typing import Literal

from pydantic import BaseModel

from functions.licenses.schemas import Minor
from shared.api import lambda_entry, new_api
from shared.auth import BUYERS
from shared.clock import now_of
from shared.domain.catalog import PRODUCTS, Plan, ProductName, Sku, SkuName, skus_sold_on, storage_of
from shared.domain.price import Price
from shared.request import caller_of
from shared.store.accounts import read_account
from shared.store.prices import price_lists

app = new_api()


class CatalogItem(BaseModel):
    """One SKU that can be bought on the account's plan, at today's list price."""

    sku: SkuName
    product: ProductName
    commitment: Literal["contracted", "rolling", "daily"]
    unit_price: Minor
    currency: str
    price_version: int
    storage_bytes: int
    roles: list[str]
    access: list[str]


class Catalog(BaseModel):
    """Every SKU sold on the account's plans."""

    items: list[CatalogItem]
    next_cursor: str | None = None


@app.get("/v1/catalog")
def read() -> Catalog:
    """What can be bought, and for how much. A SKU without a price cannot, and is left out."""
    account_id = caller_of(app, BUYERS).account_id
    account = read_account(account_id)
    today, currency = account.zones.local_date(now_of(account)), account.currency
    plans = [plan for product in PRODUCTS if (plan := account.plan_on(product, today))]
    lists = price_lists([plan.name for plan in plans], currency)
    sold = ((plan, sku, lists[plan.name].on(sku.name, today)) for plan in plans for sku in skus_sold_on(plan))
    return Catalog(items=[_item(plan, sku, price, currency) for plan, sku, price in sold if price])


def _item(plan: Plan, sku: Sku, price: Price, currency: str) -> CatalogItem:
    return CatalogItem(
        sku=sku.name, product=sku.product, commitment=sku.commitment, unit_price=price.unit_price,
        currency=currency, price_version=price.version, storage_bytes=storage_of(plan, sku),
        roles=list(sku.roles), access=list(sku.access),
    )  # fmt: skip


handler = lambda_entry(app)

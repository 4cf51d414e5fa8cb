"""GET /v1/catalog: every SKU sold on the account's plans, at today's list price."""

from functions.licenses.schemas import Catalog, CatalogItem
from shared.account.books import Books, book_keys, open_books
from shared.api import lambda_entry, new_api
from shared.auth import BUYERS
from shared.domain.catalog import PRODUCTS, Plan, Sku, skus_sold_on, storage_of
from shared.domain.price import Price
from shared.request import caller_of
from shared.store import dynamodb
from shared.store.prices import price_lists

app = new_api()


@app.get("/v1/catalog")
def read() -> Catalog:
    """What can be bought, and for how much. A SKU without a price cannot, and is left out."""
    account_id = caller_of(app, BUYERS).account_id
    books = open_books(account_id, dynamodb.batch_get(book_keys(account_id)))
    plans = [plan for product in PRODUCTS if (plan := books.account.plan_on(product, books.today))]
    lists = price_lists([plan.name for plan in plans], books.account.currency)
    sold = ((plan, sku, lists[plan.name].on(sku.name, books.today)) for plan in plans for sku in skus_sold_on(plan))
    return Catalog(items=[_item(books, plan, sku, price) for plan, sku, price in sold if price])


def _item(books: Books, plan: Plan, sku: Sku, price: Price) -> CatalogItem:
    return CatalogItem(
        sku=sku.name, product=sku.product, commitment=sku.commitment, unit_price=price.unit_price,
        currency=books.account.currency, price_version=price.version, storage_bytes=storage_of(plan, sku),
        roles=list(sku.roles), access=list(sku.access),
    )  # fmt: skip


handler = lambda_entry(app)

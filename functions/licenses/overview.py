"""GET /v1/licenses: everything that the account holds, per product, and the orders that wait for a signature."""

from functions.licenses.order_schemas import OrderOut
from functions.licenses.overview_schemas import LicensesOut, NextPlan, PoolOut, ProductOut, StorageOut
from functions.licenses.schemas import TermOut
from shared.account.books import Books, book_keys, open_books
from shared.account.shown_order import shown_order
from shared.account.storage_watch import allowed_bytes
from shared.api import lambda_entry, new_api
from shared.auth import BUYERS
from shared.domain.catalog import PRODUCTS, SKUS, Plan, skus_of, skus_sold_on
from shared.domain.order import Order
from shared.domain.price import PriceList
from shared.domain.storage import Storage
from shared.pages import fitting
from shared.request import caller_of
from shared.store import dynamodb
from shared.store.orders import pending_orders
from shared.store.prices import price_lists

app = new_api()


@app.get("/v1/licenses")
def read() -> LicensesOut:
    """Plan, term, storage and pools of each product."""
    account_id = caller_of(app, BUYERS).account_id
    books = open_books(account_id, dynamodb.batch_get(book_keys(account_id)))
    pending = pending_orders(account_id, books.now)
    waiting = [OrderOut.model_validate(shown_order(order, books.now)) for order in pending]
    plans = {product: plan for product in PRODUCTS if (plan := books.account.plan_on(product, books.today))}
    lists = price_lists([plan.name for plan in plans.values()], books.account.currency)
    return LicensesOut(
        account_id=account_id, currency=books.account.currency, billing_day=books.billing.billing_day,
        next_billing_on=books.billing.next_billing_on,
        products=[_product(books, product, plan, lists[plan.name], pending) for product, plan in plans.items()],
        pending_orders=waiting[: fitting(order.model_dump_json() for order in waiting)],
    )  # fmt: skip


def _product(books: Books, product: str, plan: Plan, prices: PriceList, pending: list[Order]) -> ProductOut:
    term, coming = books.terms.get(product), books.account.next_plan(product, books.today)
    sold = {sku.name for sku in skus_sold_on(plan)}
    shown = [sku.name for sku in skus_of(product) if sku.name in sold or books.pool(sku.name).owned]
    return ProductOut(
        product=product, plan=plan.name, legacy=plan.is_legacy,
        next_plan=NextPlan(plan=coming.plan, from_on=coming.from_on) if coming else None,
        term=TermOut(starts_on=term.starts_on, ends_before=term.ends_before) if term else None,
        storage=_storage(books, product),
        pools=[_pool(books, sku, prices, pending) for sku in shown],
    )  # fmt: skip


def _storage(books: Books, product: str) -> StorageOut:
    storage, allowed = books.storages.get(product, Storage(product)), allowed_bytes(books, product)
    return StorageOut(allowance_bytes=allowed, used_bytes=storage.used_bytes, measured_at=storage.measured_at)


def _pool(books: Books, sku: str, prices: PriceList, pending: list[Order]) -> PoolOut:
    pool, term = books.pool(sku), books.terms.get(SKUS[sku].product)
    price = prices.on(sku, books.today)
    wish = term.wishes.get(sku) if term and SKUS[sku].is_contracted else None
    return PoolOut(
        sku=sku, owned=pool.owned, assigned=pool.assigned, available=pool.available,
        pending=sum(order.quantity for order in pending if order.sku == sku),
        unit_price=price.unit_price if price else None, renewal_quantity=wish,
    )  # fmt: skip


handler = lambda_entry(app)

"""GET /v1/licenses/orders, .../{order_id}, .../{order_id}/document: what was bought, and the document to read."""

from typing import Annotated, Literal

from aws_lambda_powertools.event_handler.openapi.params import Query

from functions.licenses.order_schemas import OrderList, OrderOut
from shared.account.orders import first_view, one_order, orders_page
from shared.account.shown_order import shown_order
from shared.api import lambda_entry, new_api
from shared.auth import BUYERS
from shared.domain.catalog import SkuName
from shared.links import Link
from shared.pages import DEFAULT_LIMIT, Cursor, Limit, cursor_after
from shared.request import caller_of

app = new_api()
Status = Literal["pending_signature", "active", "expired", "cancelled"]


@app.get("/v1/licenses/orders")
def browse(
    status: Annotated[Status | None, Query()] = None,
    sku: Annotated[SkuName | None, Query()] = None,
    limit: Limit = DEFAULT_LIMIT,
    cursor: Cursor = None,
) -> OrderList:
    """Orders, newest first."""
    caller = caller_of(app, BUYERS)
    page = orders_page(caller.account_id, status=status, sku=sku, limit=limit, cursor=cursor)
    shown = [OrderOut.model_validate(shown_order(order, page.now)) for order in page.orders]
    return OrderList(items=shown, next_cursor=cursor_after(page.next_sk))


@app.get("/v1/licenses/orders/<order_id>")
def read(order_id: str) -> OrderOut:
    """One order."""
    order, now = one_order(caller_of(app, BUYERS).account_id, order_id)
    return OrderOut.model_validate(shown_order(order, now))


@app.get("/v1/licenses/orders/<order_id>/document")
def document(order_id: str) -> Link:
    """A link to the document to read before signing; its first view is noted."""
    return first_view(caller_of(app, BUYERS).account_id, order_id)


handler = lambda_entry(app)

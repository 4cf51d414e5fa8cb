"""POST /v1/licenses/orders/{order_id}/cancellation: withdraw a pending order."""

from aws_lambda_powertools.event_handler import Response

from functions.licenses.order_schemas import OrderOut
from shared.account.cancellation import cancel_order
from shared.api import lambda_entry, new_api
from shared.auth import BUYERS
from shared.request import Nothing, answered, call_of

app = new_api()


@app.post("/v1/licenses/orders/<order_id>/cancellation")
def cancel(order_id: str, body: Nothing) -> Response[OrderOut]:
    """Withdraw a pending order."""
    return answered(cancel_order(call_of(app, BUYERS, body), order_id), OrderOut)


handler = lambda_entry(app, empty_body="{}")

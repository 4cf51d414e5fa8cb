"""POST /v1/licenses/orders/{order_id}/signature: sign a pending order; its licenses are usable from then on."""

from aws_lambda_powertools.event_handler import Response

from functions.licenses.order_schemas import OrderOut, SignatureRequest
from functions.licenses.signature import signature_in
from shared.account.purchase import sign_order
from shared.api import lambda_entry, new_api
from shared.auth import BUYERS
from shared.request import answered, call_of

app = new_api()


@app.post("/v1/licenses/orders/<order_id>/signature")
def sign(order_id: str, body: SignatureRequest) -> Response[OrderOut]:
    """Sign a pending order."""
    signature = signature_in(body)
    return answered(sign_order(call_of(app, BUYERS, body), order_id, signature), OrderOut)


handler = lambda_entry(app)

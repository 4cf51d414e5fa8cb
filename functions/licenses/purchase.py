"""POST /v1/licenses/orders: buy what was quoted, signed at once or to be signed within 30 days."""

from aws_lambda_powertools.event_handler import Response

from functions.licenses.order_schemas import OrderOut, OrderRequest
from functions.licenses.quote_schemas import QuoteOut
from functions.licenses.signature import signature_in
from shared.account.drafts import draft_link
from shared.account.purchase import place_order
from shared.api import lambda_entry, new_api
from shared.auth import BUYERS
from shared.errors import Impossible
from shared.request import answered, call_of, shown

app = new_api()


@app.post("/v1/licenses/orders", status_code=201)
def buy(body: OrderRequest) -> Response[OrderOut]:
    """Buy what was quoted."""
    signature = signature_in(body.signature, under="signature.") if body.signature else None
    call = call_of(app, BUYERS, body)
    try:
        answer = place_order(call, body.quote_id, signature)
    except Impossible as changed:
        if "quote" in changed.extra:
            document = draft_link(call.account_id, changed.extra["quote"]["contract_id"])
            changed.extra["quote"] = shown(QuoteOut.model_validate({**changed.extra["quote"], "document": document}))
        raise
    return answered(answer, OrderOut)


handler = lambda_entry(app)

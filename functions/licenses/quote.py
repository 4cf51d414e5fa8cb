"""POST /v1/licenses/quotes: everything that will be due, and the exact document, before buying."""

from aws_lambda_powertools.event_handler import Response

from functions.licenses.schemas import QuoteOut, QuoteRequest
from shared.account.drafts import draft_link
from shared.account.quoting import quote
from shared.api import lambda_entry, new_api
from shared.auth import BUYERS
from shared.request import answered, call_of

app = new_api()


@app.post("/v1/licenses/quotes", status_code=201)
def make(body: QuoteRequest) -> Response[QuoteOut]:
    """Quote a purchase."""
    call = call_of(app, BUYERS, body)
    answer = quote(call, body.sku, body.quantity)
    return answered(answer, QuoteOut, document=draft_link(call.account_id, answer.body["contract_id"]))


handler = lambda_entry(app)

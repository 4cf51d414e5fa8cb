"""POST /v1/licenses/quotes: everything that will be due, and the exact document, before buying."""

from typing import Annotated

from aws_lambda_powertools.event_handler import Response
from pydantic import Field

from functions.licenses.quote_schemas import QuoteOut
from shared.account.drafts import draft_link
from shared.account.quoting import quote
from shared.api import lambda_entry, new_api
from shared.auth import BUYERS
from shared.aws import at_start
from shared.domain.catalog import SkuName
from shared.links import s3
from shared.request import Strict, answered, call_of

app = new_api()


class QuoteRequest(Strict):
    """How many licenses of which SKU."""

    sku: SkuName
    quantity: Annotated[int, Field(ge=1, le=1000)]


@app.post("/v1/licenses/quotes", status_code=201)
def make(body: QuoteRequest) -> Response[QuoteOut]:
    """Quote a purchase."""
    call = call_of(app, BUYERS, body)
    answer = quote(call, body.sku, body.quantity)
    return answered(answer, QuoteOut, document=draft_link(call.account_id, answer.body["contract_id"]))


at_start(s3)
handler = lambda_entry(app)

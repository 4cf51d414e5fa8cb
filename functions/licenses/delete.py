"""POST /v1/licenses/{sku}/deletions: give up rolling or daily licenses that nobody holds."""

from aws_lambda_powertools.event_handler import Response

from functions.licenses.schemas import DeletedOut, DeletionRequest
from shared.account.give_up import give_up
from shared.api import lambda_entry, new_api
from shared.auth import BUYERS
from shared.request import answered, call_of

app = new_api()


@app.post("/v1/licenses/<sku>/deletions")
def delete(sku: str, body: DeletionRequest) -> Response[DeletedOut]:
    """Delete licenses that are not assigned."""
    return answered(give_up(call_of(app, BUYERS, body), sku, body.quantity), DeletedOut)


handler = lambda_entry(app)

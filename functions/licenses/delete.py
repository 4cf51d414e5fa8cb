"""POST /v1/licenses/{sku}/deletions: give up rolling or daily licenses that nobody holds."""

from typing import Annotated

from aws_lambda_powertools.event_handler import Response
from pydantic import BaseModel, Field

from shared.account.deletion import delete_licenses
from shared.api import lambda_entry, new_api
from shared.auth import BUYERS
from shared.domain.catalog import SkuName
from shared.request import Strict, answered, call_of

app = new_api()


class DeletionRequest(Strict):
    """How many licenses to give up; at most what is available."""

    quantity: Annotated[int, Field(ge=1, le=1_000_000)]


class DeletedOut(BaseModel):
    """The pool after a deletion."""

    sku: SkuName
    owned: int
    assigned: int
    available: int


@app.post("/v1/licenses/<sku>/deletions")
def delete(sku: str, body: DeletionRequest) -> Response[DeletedOut]:
    """Delete licenses that are not assigned."""
    return answered(delete_licenses(call_of(app, BUYERS, body), sku, body.quantity), DeletedOut)


handler = lambda_entry(app)

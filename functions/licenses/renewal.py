"""GET, PUT, DELETE /v1/licenses/{sku}/renewal: the number of contracted licenses for the next term."""

from datetime import date
from typing import Annotated

from aws_lambda_powertools.event_handler import Response
from pydantic import BaseModel, Field

from shared.account.renewal_number import renewal_number, set_renewal_number
from shared.api import lambda_entry, new_api
from shared.auth import BUYERS
from shared.domain.catalog import SkuName
from shared.request import Strict, answered, call_of, caller_of

app = new_api()


class RenewalRequest(Strict):
    """The number of licenses for the next term."""

    quantity: Annotated[int, Field(ge=0, le=1_000_000)]


class RenewalOut(BaseModel):
    """The number set for the next term, None where all renew."""

    sku: SkuName
    quantity: int | None
    assigned: int
    applies_on: date


@app.get("/v1/licenses/<sku>/renewal")
def read(sku: str) -> Response[RenewalOut]:
    """The number set for the next term; null where all renew."""
    return answered(renewal_number(caller_of(app, BUYERS).account_id, sku), RenewalOut)


@app.put("/v1/licenses/<sku>/renewal")
def change(sku: str, body: RenewalRequest) -> Response[RenewalOut]:
    """Set the number for the next term."""
    return answered(set_renewal_number(call_of(app, BUYERS, body), sku, body.quantity), RenewalOut)


@app.delete("/v1/licenses/<sku>/renewal")
def withdraw(sku: str) -> Response[RenewalOut]:
    """Withdraw the number: all renew."""
    return answered(set_renewal_number(call_of(app, BUYERS), sku, None), RenewalOut)


handler = lambda_entry(app)

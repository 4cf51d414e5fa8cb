"""GET /v1/utilization: where the account pays for what it does not use."""

from typing import Literal

from pydantic import BaseModel

from functions.billing.schemas import Minor
from shared.account.utilization import utilization
from shared.api import lambda_entry, new_api
from shared.auth import BUYERS
from shared.pages import DEFAULT_LIMIT, Cursor, Limit
from shared.request import caller_of

app = new_api()


class AdviceOut(BaseModel):
    """One way to pay less. `saving` is for the days looked at; of `lower_renewal`, each month from the renewal on."""

    kind: Literal["unused_seat", "daily_is_cheaper", "rolling_is_cheaper", "lower_renewal"]
    sku: str
    user_id: str | None
    days: int
    saving: Minor
    currency: str
    explanation: str


class AdviceList(BaseModel):
    """A page of advice."""

    items: list[AdviceOut]
    next_cursor: str | None


@app.get("/v1/utilization")
def browse(limit: Limit = DEFAULT_LIMIT, cursor: Cursor = None) -> AdviceList:
    """Seats unused for 30 days, seats cheaper under the other commitment, numbers to lower at renewal."""
    return AdviceList.model_validate(utilization(caller_of(app, BUYERS).account_id, limit=limit, cursor=cursor))


handler = lambda_entry(app)

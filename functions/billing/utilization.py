"""GET /v1/utilization: where the account pays for what it does not use."""

from functions.billing.schemas import AdviceList
from shared.account.utilization import utilization
from shared.api import lambda_entry, new_api
from shared.auth import BUYERS
from shared.pages import DEFAULT_LIMIT, Cursor, Limit
from shared.request import caller_of

app = new_api()


@app.get("/v1/utilization")
def browse(limit: Limit = DEFAULT_LIMIT, cursor: Cursor = None) -> AdviceList:
    """Seats unused for 30 days, seats cheaper under the other commitment, numbers to lower at renewal."""
    return AdviceList.model_validate(utilization(caller_of(app, BUYERS).account_id, limit=limit, cursor=cursor))


handler = lambda_entry(app)

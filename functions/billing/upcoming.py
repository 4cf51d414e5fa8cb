"""GET /v1/billing/upcoming: the next invoice as it stands, not written."""

from functions.billing.schemas import InvoiceOut
from shared.account.upcoming import upcoming
from shared.api import lambda_entry, new_api
from shared.auth import BUYERS
from shared.pages import Cursor
from shared.request import caller_of

app = new_api()


@app.get("/v1/billing/upcoming")
def read(lines_cursor: Cursor = None) -> InvoiceOut:
    """The next invoice if nothing changed until its date; it has no number yet."""
    return InvoiceOut.model_validate(upcoming(caller_of(app, BUYERS).account_id, lines_cursor=lines_cursor))


handler = lambda_entry(app)

"""GET /v1/billing/invoices, .../{number}: what was issued, newest first; one with its lines and a link to its PDF."""

from functions.billing.schemas import InvoiceList, InvoiceOut, InvoiceSummary
from shared.account.invoices import invoices, one_invoice, shown_invoice
from shared.api import lambda_entry, new_api
from shared.auth import BUYERS
from shared.pages import DEFAULT_LIMIT, Cursor, Limit, cursor_after
from shared.request import caller_of

app = new_api()


@app.get("/v1/billing/invoices")
def browse(limit: Limit = DEFAULT_LIMIT, cursor: Cursor = None) -> InvoiceList:
    """Invoices, newest first, without their lines."""
    page = invoices(caller_of(app, BUYERS).account_id, limit=limit, cursor=cursor)
    shown = [InvoiceSummary.model_validate(shown_invoice(invoice)) for invoice in page.records]
    return InvoiceList(items=shown, next_cursor=cursor_after(page.next_sk))


@app.get("/v1/billing/invoices/<number>")
def read(number: str, lines_cursor: Cursor = None) -> InvoiceOut:
    """One invoice, with at most 1,000 lines; `lines_cursor` asks for the next ones."""
    account_id = caller_of(app, BUYERS).account_id
    return InvoiceOut.model_validate(one_invoice(account_id, number, lines_cursor=lines_cursor))


handler = lambda_entry(app)

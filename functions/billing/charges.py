"""GET /v1/billing/charges: the ledger by service date, as JSON or (Accept: text/csv) as CSV named as the fields."""

import csv
import io
import json
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from typing import Annotated, Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Query
from aws_lambda_powertools.event_handler.openapi.types import OpenAPIResponse

from functions.billing.schemas import ChargeList, ChargeOut
from shared.account.ledger import charges_page
from shared.api import lambda_entry, new_api
from shared.auth import BUYERS
from shared.errors import Invalid
from shared.pages import DEFAULT_LIMIT, Cursor, cursor_after, fitting
from shared.request import caller_of

app = new_api()
CSV = "text/csv"
DAY = "A local date on which the service starts"
COLUMNS = list(ChargeOut.model_fields)
MOST_ROWS = 10_000
ANSWERS: dict[int, OpenAPIResponse] = {
    200: {
        "description": "Charges, oldest first",
        "content": {"application/json": {"model": ChargeList}, CSV: {"schema": {"type": "string"}}},
    }
}
LineLimit = Annotated[int | None, Query(ge=1, le=100, description="How many items at most")]


@app.get("/v1/billing/charges", responses=ANSWERS)
def browse(
    from_: Annotated[str | None, Query(alias="from", max_length=10, description=f"{DAY}; inclusive")] = None,
    to: Annotated[str | None, Query(max_length=10, description=f"{DAY}; exclusive")] = None,
    limit: LineLimit = None,
    cursor: Cursor = None,
) -> Response[Any]:
    """Every charge, by service date."""
    account_id = caller_of(app, BUYERS).account_id
    as_csv = CSV in (app.current_event.headers.get("accept") or "")
    at_most = limit or (MOST_ROWS if as_csv else DEFAULT_LIMIT)
    since, before = _day("from", from_), _day("to", to)
    page = charges_page(account_id, since=since, before=before, limit=at_most, cursor=cursor)
    shown = [ChargeOut.model_validate(each) for each in page.shown()]
    return _csv(shown, page.next_sk) if as_csv else _json(shown, page.next_sk)


def _day(name: str, text: str | None) -> date | None:
    if text is None:
        return None
    with suppress(ValueError):
        # Forms without hyphens, weeks and other digits are read too, but are not what is written here.
        if str(day := date.fromisoformat(text)) == text:
            return day
    raise Invalid({name: "takes a date as 2027-03-05"})


def _json(charges: list[ChargeOut], next_sk: str | None) -> Response[Any]:
    number = fitting(charge.model_dump_json() for charge in charges)
    next_cursor = cursor_after(charges[number - 1].charge_id if number < len(charges) else next_sk)
    return Response(200, "application/json", ChargeList(items=charges[:number], next_cursor=next_cursor))


def _csv(charges: list[ChargeOut], next_sk: str | None) -> Response[Any]:
    """As many rows as one answer holds; the header `X-Next-Cursor` where more are to come."""
    rows = list(_rows(charges))
    number = fitting(rows)
    next_cursor = cursor_after(charges[number - 1].charge_id if number < len(charges) else next_sk)
    headers = {"X-Next-Cursor": next_cursor} if next_cursor else {}
    return Response(200, f"{CSV}; charset=utf-8", "".join([_row(COLUMNS), *rows[:number]]), headers=headers)


def _rows(charges: list[ChargeOut]) -> Iterator[str]:
    """One row per charge under the names of the fields; lists as JSON, nothing as an empty cell."""
    for charge in charges:
        fields = charge.model_dump(mode="json")
        yield _row([_cell(fields[name]) for name in COLUMNS])


def _row(cells: list[Any]) -> str:
    text = io.StringIO()
    csv.writer(text).writerow(cells)
    return text.getvalue()


def _cell(value: Any) -> Any:
    return json.dumps(value) if isinstance(value, list) else value


handler = lambda_entry(app)

"""POST /v1/users/imports, GET /v1/users/imports/{import_id}: people added from a CSV file, tried out before."""

from typing import Annotated, Any, Literal

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Query

from functions.users.import_schemas import ImportOut
from shared.account.change import Answer
from shared.account.user_import import import_people, one_import, people_in, try_import
from shared.api import decoded_body, lambda_entry, new_api
from shared.auth import BUYERS, OWNERS
from shared.aws import at_start
from shared.errors import WrongType
from shared.links import s3
from shared.request import answered, call_of, caller_of

app = new_api()
CSV = "text/csv"
# The gateway reads text as UTF-8 and hands anything else over as it came, which UTF-16 needs.
TYPES = (CSV, "application/octet-stream")
TAKES = {"requestBody": {"required": True, "content": {kind: {"schema": {"type": "string"}} for kind in TYPES}}}
IMPORT: Any = {"content": {"application/json": {"model": ImportOut}}}
ANSWERS: Any = {
    200: {"description": "Done, or tried out", **IMPORT}, 202: {"description": "To be worked off", **IMPORT},
}  # fmt: skip


@app.post("/v1/users/imports", responses=ANSWERS, openapi_extensions=TAKES)
def add(dry_run: Annotated[Literal["true", "false"], Query()] = "false") -> Response[ImportOut]:
    """Add the people of a CSV file. Short files are done at once; of a long one, ask again by its id."""
    if app.current_event.headers.get("content-type", "").split(";")[0].strip().lower() not in TYPES:
        raise WrongType("wrong_content_type", f"Send the file as {CSV}.")
    data = decoded_body(app.current_event.raw_event)
    rows = people_in(data)
    call = call_of(app, OWNERS, data)
    if dry_run == "true":
        return answered(Answer(200, try_import(call.account_id, rows)), ImportOut)
    return answered(import_people(call, data, rows), ImportOut)


@app.get("/v1/users/imports/<import_id>")
def read(import_id: str) -> ImportOut:
    """An import, and what became of each row so far."""
    return ImportOut.model_validate(one_import(caller_of(app, BUYERS).account_id, import_id))


at_start(s3)
handler = lambda_entry(app, takes=CSV)

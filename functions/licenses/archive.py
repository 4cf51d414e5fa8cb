"""POST /v1/contracts/archive, GET /v1/contracts/archives/{archive_id}: the Zip of all signed contracts."""

from typing import Any

from aws_lambda_powertools.event_handler import Response

from functions.licenses.contract_schemas import ArchiveWaiting
from shared.account.archive_requests import Archive
from shared.account.archives import look_for_archive, request_archive
from shared.api import lambda_entry, new_api
from shared.auth import BUYERS
from shared.aws import at_start
from shared.links import Link, s3
from shared.request import Nothing, call_of, caller_of

app = new_api()
ANSWERS: Any = {
    200: {"description": "A link to the Zip", "content": {"application/json": {"model": Link}}},
    202: {"description": "It is being built", "content": {"application/json": {"model": ArchiveWaiting}}},
}


@app.post("/v1/contracts/archive", responses=ANSWERS)
def ask(body: Nothing) -> Response[Link | ArchiveWaiting]:
    """A link to the Zip if it is there or built within 15 s, else its id."""
    call = call_of(app, BUYERS, body)
    return _answer(*request_archive(call.account_id, call.caller.user_id, call.key))


@app.get("/v1/contracts/archives/<archive_id>", responses=ANSWERS)
def look(archive_id: str) -> Response[Link | ArchiveWaiting]:
    """A link to the Zip that was asked for, once it is built."""
    account_id = caller_of(app, BUYERS).account_id
    return _answer(*look_for_archive(account_id, archive_id))


def _answer(archive: Archive, link: Link | None) -> Response[Link | ArchiveWaiting]:
    if link is None:
        return Response(202, "application/json", ArchiveWaiting(archive_id=archive.archive_id, status="building"))
    return Response(200, "application/json", link)


at_start(s3)
handler = lambda_entry(app, empty_body="{}")

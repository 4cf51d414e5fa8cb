"""A place where everything stands that can be read, every route that reads it, and who signs in."""

import json
from collections.abc import Iterator
from datetime import timedelta

from shared.account.advance import advance
from tests.support.bus import bring
from tests.support.rights import invoke
from tests.support.template import routes
from tests.unit.proof.api_scenarios import people_file
from tests.unit.proof.place import Place

MONTH = timedelta(days=32)


def full_place(place: Place) -> dict[str, str]:
    """An order to sign, a sealed contract, a license to spare, an archive, an invoice, an import; their ids."""
    place.ahead(MONTH)
    advance(place.account_id, place.now)
    place.consume("invoice.issued")
    contract_id = place.company.buy("jobs-rolling", 1).body["contract_id"]
    # One that nobody holds is what advice is about.
    place.company.buy("jobs-contracted", 1)
    place.consume("order.signed")
    archive_id = place.done("POST", "/v1/contracts/archive")["archive_id"]
    bring("functions.documents.build_archive", [json.dumps({"account_id": place.account_id, "archive_id": archive_id})])
    order, _ = place.order("jobs-rolling", 1)
    import_id = place.done("POST", "/v1/users/imports", raw=people_file(2), headers={"content-type": "text/csv"})
    return {
        "order_id": order["order_id"], "contract_id": contract_id, "archive_id": archive_id, "number": "1",
        "import_id": import_id["import_id"], "user_id": place.people["bob"], "sku": "jobs-contracted",
    }  # fmt: skip


def read_everything(place: Place) -> Iterator[str]:
    """Call every route that reads; names each."""
    known = full_place(place)
    for method, path in sorted(routes()):
        if method == "GET":
            reply = place.company.call(method, path.format_map(known))
            # The description is made when the code is packed.
            assert reply.status == 200 or path in ("/v1/openapi.json", "/v1/docs"), (path, reply.body)
            yield path


def sign_in() -> None:
    """Through the user pool: the owner, and somebody whose subject is not written yet."""
    for username, sub in (("owner", "sub-of-owner"), ("cyd", "sub-of-cyd")):
        event = {
            "userPoolId": "pool", "userName": username, "callerContext": {"clientId": "c-desktop"},
            "request": {"userAttributes": {"sub": sub}},
        }  # fmt: skip
        invoke("functions.users.report_login", event)

"""POST /v1/users/{user_id}/deactivation, .../reactivation: let a person go, and take them back."""

from typing import Annotated

from aws_lambda_powertools.event_handler import Response
from pydantic import Field

from functions.users.schemas import LicenseRequest, UserOut
from shared.account.deactivation import deactivate, reactivate
from shared.account.seat_moves import check_wanted
from shared.api import lambda_entry, new_api
from shared.auth import OWNERS
from shared.domain.catalog import PRODUCTS
from shared.request import Nothing, Strict, answered, call_of

app = new_api()


class ReactivationRequest(Strict):
    """The licenses to take; without them, those held before."""

    licenses: Annotated[list[LicenseRequest] | None, Field(max_length=len(PRODUCTS))] = None


@app.post("/v1/users/<user_id>/deactivation")
def let_go(user_id: str, body: Nothing) -> Response[UserOut]:
    """Deactivate a person: their licenses are free, their sessions end."""
    return answered(deactivate(call_of(app, OWNERS, body), user_id), UserOut)


@app.post("/v1/users/<user_id>/reactivation")
def take_back(user_id: str, body: ReactivationRequest) -> Response[UserOut]:
    """Reactivate a person with the licenses held before, or those named: all or none."""
    wanted = None if body.licenses is None else [each.wanted for each in body.licenses]
    check_wanted(wanted or [])
    return answered(reactivate(call_of(app, OWNERS, body), user_id, wanted), UserOut)


handler = lambda_entry(app, empty_body="{}")

"""GET, POST /v1/users; GET, PATCH /v1/users/{user_id}: who there is, adding one, editing one."""

from typing import Annotated, Literal

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Query
from pydantic import BaseModel

from functions.users.person_schemas import UserEdit, UserRequest
from functions.users.schemas import RoleName, UserOut
from shared.account.people import add_user, answer_of, edit_user, one_user, shown_user
from shared.account.seat_moves import check_wanted
from shared.account.user_list import UserFilter, users_page
from shared.api import lambda_entry, new_api
from shared.auth import BUYERS, OWNERS, require_role
from shared.domain.catalog import SkuName
from shared.errors import Invalid
from shared.pages import DEFAULT_LIMIT, Cursor, Limit, cursor_after
from shared.request import answered, call_of, caller_of

app = new_api()


class UserList(BaseModel):
    """A page of users, in the order they were added."""

    items: list[UserOut]
    next_cursor: str | None


@app.get("/v1/users")
def browse(
    status: Annotated[Literal["active", "deactivated"] | None, Query()] = None,
    sku: Annotated[SkuName | None, Query()] = None,
    role: Annotated[RoleName | None, Query()] = None,
    q: Annotated[str | None, Query(max_length=200, description="Part of username, name or e-mail address")] = None,
    limit: Limit = DEFAULT_LIMIT,
    cursor: Cursor = None,
) -> UserList:
    """Users, in the order they were added."""
    wanted = UserFilter(status, sku, role, q)
    page = users_page(caller_of(app, BUYERS).account_id, wanted, limit=limit, cursor=cursor)
    shown = [UserOut.model_validate(shown_user(user)) for user in page.records]
    return UserList(items=shown, next_cursor=cursor_after(page.next_sk))


@app.post("/v1/users", status_code=201)
def add(body: UserRequest) -> Response[UserOut]:
    """Add a person, with licenses if wanted: all or nothing."""
    wanted = [each.wanted for each in body.licenses]
    check_wanted(wanted)
    call = call_of(app, OWNERS, body)
    answer = add_user(call, username=body.username, name=body.name, email=body.email, wanted=wanted)
    return answered(answer, UserOut)


@app.get("/v1/users/<user_id>")
def read(user_id: str) -> Response[UserOut]:
    """One person; everybody may read themselves."""
    caller = caller_of(app)
    if user_id != caller.user_id:
        require_role(caller, BUYERS)
    return answered(answer_of(one_user(caller.account_id, user_id)), UserOut)


@app.patch("/v1/users/<user_id>")
def edit(user_id: str, body: UserEdit) -> Response[UserOut]:
    """Change name or e-mail address."""
    given = body.model_dump(exclude_unset=True)
    if nulls := {name: "must not be null" for name, value in given.items() if value is None}:
        raise Invalid(nulls)
    return answered(edit_user(call_of(app, OWNERS, body), user_id, given), UserOut)


handler = lambda_entry(app)

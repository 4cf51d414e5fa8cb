"""GET /v1/me: the caller, the licenses held, and what may be done with them."""

from functions.users.schemas import Permissions, UserOut
from shared.account.people import one_user, shown_user
from shared.api import lambda_entry, new_api
from shared.domain.catalog import PRODUCTS, ProductName
from shared.domain.permissions import permissions_of
from shared.domain.seat import User
from shared.request import caller_of

app = new_api()


class MeOut(UserOut):
    """The caller. `permissions` is by product and feature; what is not named cannot be opened."""

    account_id: str
    permissions: dict[ProductName, dict[str, Permissions]]


@app.get("/v1/me")
def read() -> MeOut:
    """Who calls, and what they may do."""
    caller = caller_of(app)
    user = one_user(caller.account_id, caller.user_id)
    permissions = {product: _permissions(user, product) for product in PRODUCTS}
    return MeOut.model_validate({**shown_user(user), "account_id": caller.account_id, "permissions": permissions})


def _permissions(user: User, product: str) -> dict[str, list[str]]:
    seat = user.seats.get(product)
    return permissions_of(product, seat.role) if seat else {}


handler = lambda_entry(app)

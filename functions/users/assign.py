"""PUT, DELETE /v1/users/{user_id}/licenses/{product}: give a license, change it or its role, take it back."""

from aws_lambda_powertools.event_handler import Response

from functions.users.schemas import LicenseRequest, UserOut
from shared.account.seat_moves import check_role
from shared.account.seats import assign, unassign
from shared.api import lambda_entry, new_api
from shared.auth import OWNERS
from shared.domain.catalog import PRODUCTS, SKUS
from shared.errors import Invalid, Unknown
from shared.request import answered, call_of

app = new_api()


@app.put("/v1/users/<user_id>/licenses/<product>")
def give(user_id: str, product: str, body: LicenseRequest) -> Response[UserOut]:
    """Assign a license of a product, or change its SKU or role."""
    if product in PRODUCTS and SKUS[body.sku].product != product:
        raise Invalid({"sku": f"is no license of {product}"})
    check_role(body.wanted)
    call = call_of(app, OWNERS, body)
    _check_product(product)
    return answered(assign(call, user_id, product, body.wanted), UserOut)


@app.delete("/v1/users/<user_id>/licenses/<product>")
def take_back(user_id: str, product: str) -> Response[UserOut]:
    """Take the license of a product back."""
    call = call_of(app, OWNERS)
    _check_product(product)
    return answered(unassign(call, user_id, product), UserOut)


def _check_product(product: str) -> None:
    if product not in PRODUCTS:
        raise Unknown("product")


handler = lambda_entry(app)

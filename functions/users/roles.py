"""GET /v1/roles, /v1/roles/spreadsheet: what every role may do, to read and to download."""

from functools import cache

from pydantic import BaseModel

from functions.users.schemas import Permissions, RoleName
from shared.account.roles_file import roles_link
from shared.api import lambda_entry, new_api
from shared.domain.catalog import ProductName
from shared.domain.permissions import permission_matrix
from shared.links import Link
from shared.request import caller_of

app = new_api()


class FeatureOut(BaseModel):
    """What each role may do with one feature."""

    feature: str
    permissions: dict[RoleName, Permissions]


class ProductRoles(BaseModel):
    """The roles of a product, lowest first, and its features."""

    product: ProductName
    roles: list[RoleName]
    features: list[FeatureOut]


class RolesOut(BaseModel):
    """The permission matrix."""

    products: list[ProductRoles]


@app.get("/v1/roles")
def read() -> RolesOut:
    """The permission matrix."""
    caller_of(app)
    return _matrix()


@app.get("/v1/roles/spreadsheet")
def download() -> Link:
    """A link to the matrix as a spreadsheet."""
    caller_of(app)
    return roles_link()


@cache
def _matrix() -> RolesOut:
    return RolesOut.model_validate(permission_matrix())


handler = lambda_entry(app)

"""What the outside sees of users: words and models that several calls share. What one call needs stands with it."""

from datetime import datetime
from typing import Literal, get_args

from pydantic import BaseModel

from shared.account.seat_moves import Wanted
from shared.domain.catalog import ROLES, ProductName, SkuName
from shared.request import Strict

RoleName = Literal[
    "engineer", "engineer_with_diary", "engineer_with_invoice", "senior_engineer", "office_staff",
    "financial_office_staff", "owner_manager", "sales_support", "sales_person", "senior_sales_person",
    "sales_manager", "sales_director",
]  # fmt: skip
assert {r for x in ROLES.values() for r in x} == set(get_args(RoleName))  # noqa: S101 - types cannot list it
Permissions = list[Literal["read", "write", "update", "delete"]]


class LicenseRequest(Strict):
    """A license, and the role it is to carry."""

    sku: SkuName
    role: RoleName

    @property
    def wanted(self) -> Wanted:
        return Wanted(self.sku, self.role)


class LicenseHeld(BaseModel):
    """A license that a user holds."""

    product: ProductName
    sku: SkuName
    role: RoleName
    since_at: datetime


class UserOut(BaseModel):
    """A person. `login` tells whether they can sign in yet."""

    user_id: str
    username: str
    name: str
    email: str
    status: Literal["active", "deactivated"]
    login: Literal["provisioning", "ready", "failed"]
    licenses: list[LicenseHeld]
    created_at: datetime

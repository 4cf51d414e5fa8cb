"""What the outside sees of users: words and models that several calls share. What one call needs stands with it."""

from datetime import datetime
from typing import Literal

from pydantic import BaseModel

from shared.account.seat_moves import Wanted
from shared.domain.catalog import PRODUCTS, ROLES, SKUS
from shared.request import Strict

ProductName = Literal["jobs", "sales"]
SkuName = Literal[
    "jobs-contracted", "jobs-rolling", "jobs-daily", "sales-person-contracted", "sales-person-rolling",
    "sales-support-contracted", "sales-support-rolling",
]  # fmt: skip
RoleName = Literal[
    "engineer", "engineer_with_diary", "engineer_with_invoice", "senior_engineer", "office_staff",
    "financial_office_staff", "owner_manager", "sales_support", "sales_person", "senior_sales_person",
    "sales_manager", "sales_director",
]  # fmt: skip
assert set(PRODUCTS) == set(ProductName.__args__)  # type: ignore[attr-defined]  # noqa: S101 - types cannot list it
assert set(SKUS) == set(SkuName.__args__)  # type: ignore[attr-defined]  # noqa: S101 - types cannot list it
assert {r for x in ROLES.values() for r in x} == set(RoleName.__args__)  # type: ignore[attr-defined]  # noqa: S101 - too
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

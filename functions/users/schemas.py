"""What the outside sees of users, seats, imports and roles."""

from collections.abc import Callable
from datetime import datetime
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, Field
from pydantic_core import PydanticCustomError

from shared.account.person_fields import Unfit, fit_email, fit_name, fit_username
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
assert set(PRODUCTS) == set(ProductName.__args__)  # type: ignore[attr-defined]  # noqa: S101
assert set(SKUS) == set(SkuName.__args__)  # type: ignore[attr-defined]  # noqa: S101
assert {r for each in ROLES.values() for r in each} == set(RoleName.__args__)  # type: ignore[attr-defined]  # noqa: S101


def _fitting(fit: Callable[[str], str]) -> AfterValidator:
    def check(text: str) -> str:
        try:
            return fit(text)
        except Unfit as fault:
            raise PydanticCustomError("unfit", "{fault}", {"fault": str(fault)}) from None

    return AfterValidator(check)


Username = Annotated[str, Field(max_length=64, description="Case does not count"), _fitting(fit_username)]
PersonName = Annotated[str, Field(max_length=1000), _fitting(fit_name)]
EmailAddress = Annotated[str, Field(max_length=1000), _fitting(fit_email)]


class LicenseRequest(Strict):
    """A license, and the role it is to carry."""

    sku: SkuName
    role: RoleName

    @property
    def wanted(self) -> Wanted:
        return Wanted(self.sku, self.role)


class UserRequest(Strict):
    """A new person; with licenses, all are assigned or nobody is added."""

    username: Username
    name: PersonName
    email: EmailAddress
    licenses: Annotated[list[LicenseRequest], Field(max_length=len(PRODUCTS), default_factory=list)]


class UserEdit(Strict):
    """What is to be changed of a person."""

    name: PersonName | None = None
    email: EmailAddress | None = None


class ReactivationRequest(Strict):
    """The licenses to take; without them, those held before."""

    licenses: Annotated[list[LicenseRequest] | None, Field(max_length=len(PRODUCTS))] = None


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


class UserList(BaseModel):
    """A page of users, in the order they were added."""

    items: list[UserOut]
    next_cursor: str | None


class ImportCounts(BaseModel):
    """How many rows came to what."""

    added: int
    unchanged: int
    refused: int


class ImportRow(BaseModel):
    """What became of a row. `line` is that of the file, the header's being 1; `code` says why a row is refused."""

    line: int
    username: str
    result: Literal["added", "unchanged", "refused"]
    code: str | None = None
    detail: str | None = None


class ImportOut(BaseModel):
    """An import, and its rows so far. A dry run has no id: nothing of it is kept."""

    import_id: str | None
    status: Literal["running", "done", "dry_run"]
    counts: ImportCounts
    rows: list[ImportRow]


Permissions = list[Literal["read", "write", "update", "delete"]]


class MeOut(UserOut):
    """The caller. `permissions` is by product and feature; what is not named cannot be opened."""

    account_id: str
    permissions: dict[ProductName, dict[str, Permissions]]


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

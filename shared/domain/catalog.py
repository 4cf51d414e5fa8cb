"""What can be bought: products, plans, SKUs, the storage and the roles that go with them (DESIGN 2)."""

from dataclasses import dataclass
from typing import Literal, get_args

ProductName = Literal["jobs", "sales"]
SkuName = Literal[
    "jobs-contracted", "jobs-rolling", "jobs-daily", "sales-person-contracted", "sales-person-rolling",
    "sales-support-contracted", "sales-support-rolling",
]  # fmt: skip
Commitment = Literal["contracted", "rolling", "daily"]

GIGABYTE = 10**9

ROLES: dict[str, tuple[str, ...]] = {
    "jobs": (
        "engineer",
        "engineer_with_diary",
        "engineer_with_invoice",
        "senior_engineer",
        "office_staff",
        "financial_office_staff",
        "owner_manager",
    ),
    "sales": (
        "sales_support",
        "sales_person",
        "senior_sales_person",
        "sales_manager",
        "sales_director",
        "owner_manager",
    ),
}
OWNER = "owner_manager"
FINANCE = "financial_office_staff"
PRODUCTS: tuple[str, ...] = tuple(ROLES)


@dataclass(frozen=True)
class Plan:
    """A plan of one product. `storage_bytes` is the allowance of each contracted or rolling license."""

    name: str
    product: str
    storage_bytes: int
    is_legacy: bool = False


@dataclass(frozen=True)
class Sku:
    """One thing that can be bought. `roles` are those it can carry, lowest first."""

    name: str
    product: str
    commitment: Commitment
    roles: tuple[str, ...]
    access: tuple[str, ...]

    @property
    def is_contracted(self) -> bool:
        return self.commitment == "contracted"

    @property
    def is_daily(self) -> bool:
        return self.commitment == "daily"

    @property
    def carries_storage(self) -> bool:
        return not self.is_daily

    @property
    def can_carry_owner(self) -> bool:
        return OWNER in self.roles


PLANS: dict[str, Plan] = {
    plan.name: plan
    for plan in (
        Plan("startup", "jobs", 1 * GIGABYTE),
        Plan("go_paperless", "jobs", 10 * GIGABYTE),
        Plan("customer_journey", "jobs", 20 * GIGABYTE),
        Plan("automation", "jobs", 30 * GIGABYTE),
        Plan("classic", "jobs", 1 * GIGABYTE, is_legacy=True),
        Plan("add_on", "sales", 0),
        Plan("starter", "sales", 50 * GIGABYTE),
        Plan("advanced", "sales", 100 * GIGABYTE),
    )
}

_SUPPORT_ROLES = ("sales_support",)
_SALES_ROLES = tuple(role for role in ROLES["sales"] if role not in _SUPPORT_ROLES)
_FULL = ("full",)
_SUPPORT_ACCESS = ("attached_files", "customers", "diary", "opportunities")

SKUS: dict[str, Sku] = {
    sku.name: sku
    for sku in (
        Sku("jobs-contracted", "jobs", "contracted", ROLES["jobs"], _FULL),
        Sku("jobs-rolling", "jobs", "rolling", ROLES["jobs"], _FULL),
        Sku("jobs-daily", "jobs", "daily", ROLES["jobs"], _FULL),
        Sku("sales-person-contracted", "sales", "contracted", _SALES_ROLES, _FULL),
        Sku("sales-person-rolling", "sales", "rolling", _SALES_ROLES, _FULL),
        Sku("sales-support-contracted", "sales", "contracted", _SUPPORT_ROLES, _SUPPORT_ACCESS),
        Sku("sales-support-rolling", "sales", "rolling", _SUPPORT_ROLES, _SUPPORT_ACCESS),
    )
}

assert set(PRODUCTS) == set(get_args(ProductName))  # noqa: S101 - types cannot list it
assert set(SKUS) == set(get_args(SkuName))  # noqa: S101 - nor this


def skus_of(product: str) -> list[Sku]:
    """Every SKU of a product, in catalogue order."""
    return [sku for sku in SKUS.values() if sku.product == product]


def sells(plan: Plan, sku: Sku) -> bool:
    """Whether a plan sells a SKU: its own product, and daily licenses not on legacy plans."""
    return sku.product == plan.product and not (plan.is_legacy and sku.is_daily)


def skus_sold_on(plan: Plan) -> list[Sku]:
    """Every SKU that a plan sells, in catalogue order."""
    return [sku for sku in skus_of(plan.product) if sells(plan, sku)]


def storage_of(plan: Plan, sku: Sku) -> int:
    """Bytes that one license of the SKU adds to the product's storage pool on this plan."""
    return plan.storage_bytes if sku.carries_storage else 0


def can_carry(sku: Sku, role: str) -> bool:
    """Whether a license of the SKU can carry the role; sales support goes with its own licenses both ways."""
    return role in sku.roles

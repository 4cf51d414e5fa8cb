"""What the outside sees of everything that an account holds."""

from datetime import date, datetime

from pydantic import BaseModel

from functions.licenses.order_schemas import OrderOut
from functions.licenses.schemas import Minor, TermOut
from shared.domain.catalog import ProductName, SkuName


class PoolOut(BaseModel):
    """The licenses of one SKU; `unit_price` is today's list price."""

    sku: SkuName
    owned: int
    assigned: int
    available: int
    pending: int
    unit_price: Minor | None
    renewal_quantity: int | None


class StorageOut(BaseModel):
    """Bytes allowed by the plan and last measured."""

    allowance_bytes: int
    used_bytes: int
    measured_at: datetime | None


class NextPlan(BaseModel):
    """A plan change that is decided, and the billing date it counts from."""

    plan: str
    from_on: date


class ProductOut(BaseModel):
    """One product of the account: plan, term, storage, pools."""

    product: ProductName
    plan: str
    next_plan: NextPlan | None
    legacy: bool
    term: TermOut | None
    storage: StorageOut
    pools: list[PoolOut]


class LicensesOut(BaseModel):
    """Everything that the account holds; of orders that wait, the newest, as many as one answer holds."""

    account_id: str
    currency: str
    billing_day: int
    next_billing_on: date
    products: list[ProductOut]
    pending_orders: list[OrderOut]

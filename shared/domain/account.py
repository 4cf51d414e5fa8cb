"""A company account: its plans by date, its zone, its currency (DESIGN 1, 3)."""

from dataclasses import dataclass, field
from datetime import date, datetime

from shared.domain.calendar import Zones
from shared.domain.catalog import PLANS, Plan


@dataclass(frozen=True)
class PlanFrom:
    """The plan that counts from a local date on."""

    plan: str
    from_on: date


@dataclass(frozen=True)
class Account:
    """One company, the tenant. `tax_rate_bp` is in basis points; `plans` holds each product's plans, oldest first.

    `sandbox_now` is the clock of a sandbox; `not_before` is the time that a job run ahead on the local stack reached.
    """

    account_id: str
    name: str
    email: str
    address: str
    zones: Zones
    currency: str
    tax_rate_bp: int
    opened_at: datetime
    plans: dict[str, tuple[PlanFrom, ...]] = field(default_factory=dict)
    tax_id: str | None = None
    sandbox_now: datetime | None = None
    not_before: datetime | None = None
    version: int = 1

    @property
    def is_sandbox(self) -> bool:
        return self.sandbox_now is not None

    def plan_on(self, product: str, day: date) -> Plan | None:
        """The plan of a product on a local day, or None where it has none."""
        names = [step.plan for step in self.plans.get(product, ()) if step.from_on <= day]
        return PLANS[names[-1]] if names else None

    def next_plan(self, product: str, day: date) -> PlanFrom | None:
        """The plan change that is written but does not count yet."""
        return next((step for step in self.plans.get(product, ()) if step.from_on > day), None)

    def newest_plan(self, product: str) -> Plan | None:
        """The plan last decided, which the storage allowance follows at once."""
        steps = self.plans.get(product, ())
        return PLANS[steps[-1].plan] if steps else None

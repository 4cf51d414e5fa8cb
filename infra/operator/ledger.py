"""What the operator alone changes about money: plans, tax, credits."""

from typing import Any


def change_plan(account_id: str, product: str, plan: str) -> dict[str, Any]:
    """Change a plan from the next billing date on."""
    from shared.account.plan_change import change_plan as write

    return dict(write(account_id, product, plan))


def set_tax(account_id: str, basis_points: int) -> dict[str, Any]:
    """Set the tax rate of invoices closed from now on."""
    from shared.account.tax import set_tax as write

    return dict(write(account_id, basis_points))


def credit(account_id: str, charge_id: str, reason: str) -> dict[str, Any]:
    """Credit what is left of a charge."""
    from shared.account.credits import credit as write

    return dict(write(account_id, charge_id, reason))

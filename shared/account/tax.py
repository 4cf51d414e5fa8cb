"""The tax rate, set by the operator for invoices closed from then on (DESIGN 3, Invoices)."""

from typing import Any

from shared.account.advance import advance
from shared.account.operator_change import OperatorChange, carry_out
from shared.clock import now_of
from shared.domain.money import BASIS_POINTS
from shared.errors import Invalid
from shared.store import keys
from shared.store.accounts import read_account
from shared.store.transaction import unchanged


def set_tax(account_id: str, basis_points: int) -> dict[str, Any]:
    """Set the rate. Invoices that are due by now are closed first, so that a late job takes no other rate."""
    if not 0 <= basis_points <= BASIS_POINTS:
        raise Invalid({"basis_points": f"takes 0 to {BASIS_POINTS}"})
    advance(account_id, now_of(read_account(account_id)))

    def attempt(change: OperatorChange) -> dict[str, Any]:
        account = change.books.account
        if account.tax_rate_bp != basis_points:
            fields = {"tax_rate_bp": basis_points, "version": account.version + 1}
            change.transaction.update(keys.account(account_id), unchanged(account.version), set=fields, name="account")
            before = {"tax_rate_bp": account.tax_rate_bp}
            change.note("tax.changed", f"account/{account_id}", before, tax_rate_bp=basis_points)
            change.transaction.commit()
        return {"account_id": account_id, "tax_rate_bp": basis_points}

    return carry_out(account_id, attempt)

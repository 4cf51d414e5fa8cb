"""A line credited by the operator: what is left of it, never more (DESIGN 3, Invoices)."""

from typing import Any

from shared.account.credit_line import credit_line
from shared.account.ledger import shown_charge
from shared.account.operator_change import OperatorChange, carry_out
from shared.domain.charge import Charge
from shared.errors import Impossible, Invalid, Unknown
from shared.store import dynamodb, keys
from shared.store.charges import add_charge, check_still_open
from shared.store.records import from_item

LONGEST_REASON = 500


def credit(account_id: str, charge_id: str, reason: str) -> dict[str, Any]:
    """Write the credit line; the reason is its rule. Impossible `not_creditable` or `nothing_left`."""
    reason = reason.strip()
    if not 0 < len(reason) <= LONGEST_REASON or not reason.isprintable():
        raise Invalid({"reason": f"takes one line of 1 to {LONGEST_REASON} characters"})

    def attempt(change: OperatorChange) -> dict[str, Any]:
        line = _creditable(account_id, charge_id)
        books = change.books
        written = credit_line(books, line, reason=reason, arises_on=books.today)
        if written is None:
            raise Impossible("nothing_left", "Nothing is left of this line to credit.")
        add_charge(change.transaction, account_id, written)
        check_still_open(change.transaction, keys.billing(account_id), books.billing, written)
        change.note("credit.given", f"charge/{charge_id}", {}, **shown_charge(written, None))
        change.transaction.commit()
        return {"account_id": account_id, **shown_charge(written, None)}

    return carry_out(account_id, attempt)


def _creditable(account_id: str, charge_id: str) -> Charge:
    item = dynamodb.get(keys.charge(account_id, charge_id)) if charge_id else None
    if item is None:
        raise Unknown("charge")
    line = from_item(Charge, item)
    if line.kind == "credit":
        raise Impossible("not_creditable", "A credit cannot be credited.")
    return line

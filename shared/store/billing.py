"""The billing item: where all money of an account meets; due when its next invoice is to be closed."""

from shared.domain.account import Account
from shared.domain.billing import Billing
from shared.store import keys
from shared.store.due import BILL, due
from shared.store.records import to_item
from shared.store.transaction import Condition, Transaction, absent, equal


def put_billing(transaction: Transaction, account: Account, before: Billing | None, after: Billing) -> None:
    """Write how billing stands, if it still stands as it was read."""
    item = to_item(after) | due(account, BILL, account.zones.start_of(after.next_close_on))
    transaction.put(keys.billing(account.account_id), item, *_as_read(before), name="billing")


def _as_read(before: Billing | None) -> list[Condition]:
    if before is None:
        return [absent()]
    fields = ("next_billing_on", "closed_on", "closing_on", "next_invoice_no", "new_pools", "new_plans")
    return [equal(name, getattr(before, name)) for name in fields]

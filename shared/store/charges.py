"""Charges: the ledger line and the line of its invoice, written together; a second one of its key is refused."""

from shared.domain.billing import Billing
from shared.domain.charge import Charge, credit_prefix
from shared.store import dynamodb, keys
from shared.store.keys import Key
from shared.store.records import from_item, to_item
from shared.store.transaction import Condition, Transaction, absent, equal


def add_charge(transaction: Transaction, account_id: str, charge: Charge) -> None:
    """Put a charge into the ledger and onto its invoice."""
    item = to_item(charge)
    transaction.put(keys.charge(account_id, charge.charge_id), item, absent(), name="charge")
    transaction.put(keys.invoice_line(account_id, charge.bills_on, charge.charge_id), item, name="invoice_line")


def still_open(billing: Billing, *charges: Charge) -> list[Condition]:
    """What must still hold of the billing for charges to be written: no month moved on, their invoices not closed."""
    conditions = [equal("next_billing_on", billing.next_billing_on)]
    if charges:
        conditions.append(Condition("closed_on", "<", min(charge.bills_on for charge in charges)))
    return conditions


def check_still_open(transaction: Transaction, key: Key, billing: Billing, *charges: Charge) -> None:
    """Require it of the billing item without changing it."""
    transaction.check(key, *still_open(billing, *charges), name="billing")


def credits_of(account_id: str, line: Charge) -> list[Charge]:
    """The credits of a line that exist. Each has the next ordinal, so two at once cannot both be written."""
    pk = keys.charge(account_id, "").pk
    return [from_item(Charge, item) for item in dynamodb.query_all("Billing", pk, prefix=credit_prefix(line))]

"""The account's own item: its clock, and how far a job run ahead has reached. Other fields change by version."""

from datetime import datetime

from shared.domain.account import Account
from shared.errors import Unknown
from shared.store import dynamodb, keys
from shared.store.records import from_item
from shared.store.transaction import Transaction, equal, unchanged


def read_account(account_id: str) -> Account:
    """The account as it stands. Unknown where there is none."""
    item = dynamodb.get(keys.account(account_id))
    if item is None:
        raise Unknown("account")
    return from_item(Account, item)


def check_account(transaction: Transaction, account: Account) -> None:
    """Require that company, plans and tax are still as they were read: what is bought must be sold on the plan."""
    transaction.check(keys.account(account.account_id), unchanged(account.version), name="account")


def set_clock(account: Account, to: datetime) -> None:
    """Set a sandbox's clock, if nobody has moved it since it was read."""
    _set(account, "sandbox_now", account.sandbox_now, to)


def set_not_before(account: Account, to: datetime) -> None:
    """Let the account's time be no earlier than what a job run ahead has reached."""
    _set(account, "not_before", account.not_before, to)


def _set(account: Account, name: str, before: datetime | None, to: datetime) -> None:
    transaction = Transaction()
    transaction.update(keys.account(account.account_id), equal(name, before), set={name: to}, name="account")
    transaction.commit()

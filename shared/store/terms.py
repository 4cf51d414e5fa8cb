"""Terms: due at the next renewal reminder, or at their end."""

from datetime import datetime

from shared.domain.account import Account
from shared.domain.term import Term
from shared.store import keys
from shared.store.due import RENEW, due
from shared.store.records import to_item
from shared.store.transaction import Transaction, equal, unchanged


def term_due_at(account: Account, term: Term) -> datetime:
    """When the term wants attention next."""
    reminder = term.next_reminder()
    return account.zones.start_of(reminder[1] if reminder else term.ends_before)


def put_term(transaction: Transaction, account: Account, before: Term | None, after: Term) -> None:
    """Write a term, if it still stands as it was read (None: that there is none)."""
    item = to_item(after) | due(account, RENEW, term_due_at(account, after))
    key = keys.term(account.account_id, after.product)
    as_read = [unchanged(before.version), equal("reminded", before.reminded)] if before else [unchanged(0)]
    transaction.put(key, item, *as_read, name="term")


def note_reminded(transaction: Transaction, account: Account, before: Term, after: Term) -> None:
    """Note which reminder of a term went out. People see no other version of it by that."""
    changed = {"reminded": after.reminded} | due(account, RENEW, term_due_at(account, after))
    as_read = (unchanged(before.version), equal("reminded", before.reminded))
    transaction.update(keys.term(account.account_id, after.product), *as_read, set=changed, name="term")


def end_term(transaction: Transaction, account: Account, term: Term) -> None:
    """Take away a term that all its licenses have left."""
    transaction.delete(keys.term(account.account_id, term.product), unchanged(term.version), name="term")


def check_term(transaction: Transaction, account: Account, term: Term) -> None:
    """Require that the term still runs as it was read; a wish set meanwhile does not matter."""
    transaction.check(keys.term(account.account_id, term.product), equal("ends_before", term.ends_before), name="term")

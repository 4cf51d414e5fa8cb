"""What is left of a line, as a credit: each line is given back once and whole, by whoever comes first."""

from datetime import date

from shared.account.books import Books
from shared.domain.charge import Charge, credit_of
from shared.store.charges import credits_of


def credit_line(books: Books, line: Charge, *, reason: str, arises_on: date) -> Charge | None:
    """The credit of what is left of a line, not written yet; None where all of it was given back before."""
    known = credits_of(books.account_id, line)
    left = line.amount + sum(credit.amount for credit in known)
    if left <= 0:
        return None
    return credit_of(
        line, ordinal=len(known), amount=left, reason=reason, arises_on=arises_on,
        billing_day=books.billing.billing_day, closed_on=books.billing.closed_on,
    )  # fmt: skip

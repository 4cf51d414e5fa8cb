"""Orders and quotes: their life from review to signature (DESIGN 3)."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

OrderStatus = Literal["pending_signature", "active", "expired", "cancelled"]
TermClause = Literal["joins", "twelve_months", "none"]
WAITING: OrderStatus = "pending_signature"
SIGN_WITHIN = timedelta(hours=720)
REMINDERS_BEFORE = (timedelta(days=7), timedelta(days=1))


@dataclass(frozen=True)
class Quote:
    """What was reviewed before buying, sums in minor units.

    `values_sha256` is that of the values on the document, `edition` that of its words and looks.
    """

    quote_id: str
    sku: str
    plan: str
    quantity: int
    currency: str
    unit_price: int
    price_version: int
    quoted_on: date
    due_net: int
    due_tax: int
    due_days: int
    due_days_in_month: int
    charged_quantity: int
    tax_rate_bp: int
    contract_id: str
    document_sha256: str
    created_at: datetime
    expires_at: datetime
    values_sha256: str | None = None
    edition: int = 1
    recurring_from_on: date | None = None
    recurring_price: int | None = None
    term_starts_on: date | None = None
    term_ends_before: date | None = None
    term_joins: bool | None = None
    order_id: str | None = None


@dataclass(frozen=True)
class Order:
    """A purchase of N licenses. `stored_status` is what was last written; ask `status_at` what it is.

    `edition` is that of its document.
    """

    order_id: str
    sku: str
    plan: str
    quantity: int
    currency: str
    unit_price: int
    price_version: int
    stored_status: OrderStatus
    placed_at: datetime
    placed_by: str | None = None
    expires_at: datetime | None = None
    activated_at: datetime | None = None
    contract_id: str | None = None
    document_sha256: str | None = None
    values_sha256: str | None = None
    edition: int = 1
    term_clause: str = "none"
    reference: str | None = None
    viewed_at: datetime | None = None

    def status_at(self, now: datetime) -> OrderStatus:
        """The status at an instant: from its 720th hour a pending order is expired, whatever is stored."""
        if self.stored_status == "pending_signature" and self.expires_at is not None and now >= self.expires_at:
            return "expired"
        return self.stored_status


def term_clause(joined_until: date | None, *, has_term: bool) -> TermClause:
    """What a document says of the term."""
    if not has_term:
        return "none"
    return "joins" if joined_until else "twelve_months"


def next_pending_due(expires_at: datetime, after: datetime) -> datetime:
    """The next instant at which a pending order wants attention: a reminder, or its expiry."""
    instants = [expires_at - before for before in REMINDERS_BEFORE]
    return next((instant for instant in instants if instant > after), expires_at)

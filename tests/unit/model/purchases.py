"""Offers, quotes and orders of the model."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple

SIGN_WITHIN = timedelta(hours=720)


class Offer(NamedTuple):
    """All that a buyer reviews: if any of it moves, the quote is changed."""

    sku: str
    plan: str
    quantity: int
    unit: int
    version: int
    day: date
    charged: int
    days: int
    days_in_month: int
    net: int
    tax: int
    tax_rate: int
    recurs_on: date | None
    term: tuple[date, date, bool] | None

    @property
    def clause(self) -> str:
        """What the document says of the term."""
        if self.term is None:
            return "none"
        return f"until {self.term[1]}" if self.term[2] else "twelve months"


@dataclass
class Quote:
    """An offer that was made, and the order that took it."""

    offer: Offer
    quote_id: str = ""
    sha256: str = ""
    order: "Order | None" = None


@dataclass
class Order:
    """A purchase. `settled` is active or cancelled once it is; `signature` is who signed, and as whom."""

    offer: Offer
    placed_at: datetime
    sha256: str = ""
    order_id: str = ""
    settled: str | None = None
    signature: tuple[str, str] | None = None
    is_told_expired: bool = False

    @property
    def expires_at(self) -> datetime:
        return self.placed_at + SIGN_WITHIN

    def status(self, now: datetime) -> str:
        return self.settled or ("expired" if now >= self.expires_at else "pending_signature")

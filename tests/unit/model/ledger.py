"""Lines and invoices of the model, and sums rounded once."""

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal


@dataclass(frozen=True)
class Line:
    """A charge: what for, from when until when, how much, and the date of its invoice."""

    kind: str
    sku: str
    starts_on: date
    ends_before: date
    quantity: int
    unit: int
    amount: int
    bills_on: date
    user_id: str | None = None


@dataclass(frozen=True)
class Invoice:
    """What one billing date closed."""

    number: int
    issued_on: date
    net: int
    tax: int


def rounded(numerator: int, denominator: int) -> int:
    """A fraction of minor units to the nearest one; halves go away from zero."""
    # Far more digits than a sum has, so that no half is made or lost by dividing.
    return int((Decimal(numerator) / Decimal(denominator)).quantize(Decimal(1), ROUND_HALF_UP))


def tax_on(net: int, basis_points: int) -> int:
    return rounded(net * basis_points, 10_000)

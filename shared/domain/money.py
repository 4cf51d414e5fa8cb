"""Money: integers of minor units, exact fractions, one rounding per line (DESIGN 1)."""

from fractions import Fraction

EXPONENTS: dict[str, int] = {
    "AED": 2, "AUD": 2, "BHD": 3, "BRL": 2, "CAD": 2, "CHF": 2, "CLP": 0, "CNY": 2, "CZK": 2, "DKK": 2,
    "EUR": 2, "GBP": 2, "HKD": 2, "HUF": 2, "ILS": 2, "INR": 2, "ISK": 0, "JOD": 3, "JPY": 0, "KRW": 0,
    "KWD": 3, "MXN": 2, "NOK": 2, "NZD": 2, "OMR": 3, "PLN": 2, "RON": 2, "SAR": 2, "SEK": 2, "SGD": 2,
    "TND": 3, "TRY": 2, "USD": 2, "VND": 0, "ZAR": 2,
}  # fmt: skip
"""ISO 4217 currencies that accounts can be opened in, with the digits of their minor unit."""

BASIS_POINTS = 10_000


def round_half_up(value: Fraction) -> int:
    """The nearest integer; halves go up, and away from zero when negative."""
    doubled = 2 * abs(value.numerator) + value.denominator
    magnitude = doubled // (2 * value.denominator)
    return magnitude if value >= 0 else -magnitude


def prorated(unit_price: int, quantity: int, days: int, days_in_month: int) -> int:
    """`unit * quantity * days / days_in_month` in minor units, rounded once."""
    return round_half_up(Fraction(unit_price * quantity * days, days_in_month))


def tax_on(net: int, rate_bp: int) -> int:
    """Tax on a sum at a rate in basis points, rounded once."""
    return round_half_up(Fraction(net * rate_bp, BASIS_POINTS))


def in_major_units(amount: int, currency: str) -> str:
    """A sum for people to read, `1234` GBP as `12.34`; never a float."""
    exponent = EXPONENTS[currency]
    sign, digits = ("-" if amount < 0 else ""), str(abs(amount)).rjust(exponent + 1, "0")
    return f"{sign}{digits[:-exponent]}.{digits[-exponent:]}" if exponent else f"{sign}{digits}"

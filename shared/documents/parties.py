"""Who a document is between."""

from dataclasses import dataclass

from shared.documents.printable import unprintable
from shared.email_address import wire_address


@dataclass(frozen=True)
class Party:
    """One side of a contract or invoice; `address` is lines of text, joined by newlines."""

    name: str
    email: str
    address: str
    tax_id: str | None = None


def printed_address(email: str) -> str:
    """An e-mail address as documents show it: with a character that cannot be printed, as DNS knows it, in ASCII."""
    return wire_address(email) if unprintable(email) else email


DEFAULT_VENDOR = Party(
    name="Seatkeeper Vendor",
    email="contracts@vendor.example",
    address="1 Sample Street\nSampletown\nAB1 2CD",
)
"""Stands in until a deployment says who sells: a made-up name and an address that cannot receive."""

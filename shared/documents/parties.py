"""Who a document is between."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Party:
    """One side of a contract or invoice; `address` is lines of text, joined by newlines."""

    name: str
    email: str
    address: str
    tax_id: str | None = None


DEFAULT_VENDOR = Party(
    name="Seatkeeper Vendor",
    email="contracts@vendor.example",
    address="1 Sample Street\nSampletown\nAB1 2CD",
)
"""Stands in until a deployment says who sells: a made-up name and an address that cannot receive."""

"""The document that a customer signs for one order: its values, kept beside the PDF, and its pages."""

import json
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any

from shared.documents import words
from shared.documents.parties import DEFAULT_VENDOR, Party
from shared.documents.typeset import typeset
from shared.domain.catalog import SKUS
from shared.domain.order import TermClause

SOURCE = "contract.typ"


@dataclass(frozen=True, kw_only=True)
class ContractDocument:
    """Everything the contract says; sums that depend on the day of signing are in the quote (DESIGN 3).

    `unit_price` is minor units per license and month (per used day where daily). `term_ends_before` is the first day
    after the running term, set if and only if `term_clause` is `joins`. Values of one contract never change.
    """

    contract_id: str
    customer: Party
    account_id: str
    product: str
    plan: str
    sku: str
    quantity: int
    unit_price: int
    currency: str
    tax_rate_bp: int
    term_clause: TermClause
    term_ends_before: date | None
    prepared_on: date
    time_zone: str
    price_version: int | None = None
    billing_day: int | None = None
    governing_law: str | None = None
    vendor: Party = DEFAULT_VENDOR

    def __post_init__(self) -> None:
        if (self.term_clause == "joins") != (self.term_ends_before is not None):
            raise ValueError("a contract that joins a running term, and no other, says when that term ends")
        if (self.term_clause == "none") == SKUS[self.sku].is_contracted:
            raise ValueError(f"{self.sku} does not go with the term clause {self.term_clause}")

    def to_json(self) -> str:
        """Canonical: equal documents give equal text."""
        return json.dumps(asdict(self), default=date.isoformat, ensure_ascii=False, sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> "ContractDocument":
        values = json.loads(text)
        ends_before = values["term_ends_before"]
        return cls(
            **values
            | {
                "customer": Party(**values["customer"]),
                "vendor": Party(**values["vendor"]),
                "term_ends_before": date.fromisoformat(ends_before) if ends_before else None,
                "prepared_on": date.fromisoformat(values["prepared_on"]),
            }
        )


def render_contract(document: ContractDocument) -> bytes:
    """The PDF to be signed; the same bytes for the same values. Raises NotTypeset."""
    return typeset(SOURCE, contract_values(document), dated=document.prepared_on)


def contract_values(document: ContractDocument) -> dict[str, Any]:
    """What the typst source shows, everything worked out and in words."""
    sku = SKUS[document.sku]
    return {
        "contract_id": document.contract_id,
        "vendor": asdict(document.vendor),
        "customer": asdict(document.customer),
        "account_id": document.account_id,
        "product": words.PRODUCT_NAMES[document.product],
        "plan": words.PLAN_NAMES.get(document.plan, document.plan),
        "sku": document.sku,
        "sku_name": words.sku_name(document.sku),
        "access": words.access(document.sku),
        "storage": words.storage(document.plan, document.sku),
        "commitment": sku.commitment,
        "quantity": f"{document.quantity:,}",
        "is_one": document.quantity == 1,
        "unit_price": words.money(document.unit_price, document.currency),
        "monthly": None if sku.is_daily else words.money(document.unit_price * document.quantity, document.currency),
        "price_version": document.price_version,
        "currency": document.currency,
        "smallest_unit": words.money(1, document.currency),
        "tax_rate": words.rate(document.tax_rate_bp),
        "prepared_on": words.day(document.prepared_on),
        "time_zone": document.time_zone,
        "billing_day": words.ordinal(document.billing_day) if document.billing_day else None,
        "governing_law": document.governing_law,
        "signature": None,
        **_term_values(document),
    }


def _term_values(document: ContractDocument) -> dict[str, Any]:
    ends_before = document.term_ends_before
    return {
        "term_clause": document.term_clause,
        "term_ends_before": words.day(ends_before) if ends_before else None,
        "term_ends_before_iso": ends_before.isoformat() if ends_before else None,
        "term_last_day": words.day(ends_before - timedelta(days=1)) if ends_before else None,
    }

"""Documents with made-up values, for the tests of this folder."""

from datetime import UTC, date, datetime
from typing import Any

from shared.documents.contract import ContractDocument
from shared.documents.parties import Party
from shared.documents.signature import Signature

CUSTOMER = Party(
    name='D’Arcy, Müller & Söhne: Heizung/Sanitär "Nord"',
    email="licenses@darcy.example",
    address="12 Sample Road\nSometown\nSM1 2AB\nUnited Kingdom",
    tax_id="GB123456789",
)


def a_contract(**changes: Any) -> ContractDocument:
    values: dict[str, Any] = {
        "contract_id": "01JZ8Q6T0V3N5B7C9D1F2G4H6J",
        "customer": CUSTOMER,
        "account_id": "01JZ8Q5S9T7V3W1X2Y4Z6A8B0C",
        "product": "jobs",
        "plan": "go_paperless",
        "sku": "jobs-contracted",
        "quantity": 5,
        "unit_price": 4999,
        "currency": "GBP",
        "tax_rate_bp": 2000,
        "term_clause": "joins",
        "term_ends_before": date(2028, 2, 1),
        "prepared_on": date(2027, 2, 14),
        "time_zone": "Europe/London",
        "price_version": 1,
        "billing_day": 31,
    }
    return ContractDocument(**values | changes)


def a_customer(**changes: Any) -> Party:
    return Party(**vars(CUSTOMER) | changes)


def a_signature(**changes: Any) -> Signature:
    values: dict[str, Any] = {
        "signer_name": "Ana Pop",
        "typed_name": "Ana Pop",
        "signed_at": datetime(2027, 2, 14, 23, 30, 5, 123_000, tzinfo=UTC),
        "user_id": "01JZ8Q5S9T7V3W1X2Y4Z6A8B0D",
        "user_name": "Ana Maria Pop",
        "email": "ana.pop@darcy.example",
        "role": "owner_manager",
        "account_name": CUSTOMER.name,
        "document_sha256": "0123456789abcdef" * 4,
        "ip": "203.0.113.9",
        "user_agent": "Mozilla/5.0 (X11; Linux x86_64)",
        "viewed_at": datetime(2027, 2, 14, 23, 1, tzinfo=UTC),
    }
    return Signature(**values | changes)

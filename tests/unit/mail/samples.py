"""An event of every kind that brings a mail, as it comes out of the bus."""

import json
from datetime import UTC, date, datetime
from typing import Any

from shared.domain.account import Account
from shared.domain.activity import JOB, Actor, Event
from shared.domain.calendar import ZoneFrom, Zones
from shared.events.envelope import detail_of, event_in

AT = datetime(2027, 3, 5, 9, 30, tzinfo=UTC)
AWKWARD = 'D’Arcy, Müller & Söhne: <b>Heizung</b>/Sanitär "Nord"'
ACCOUNT = Account(
    account_id="01M0ACC0000000000000000000", name=AWKWARD, email="office@müller.example", address="1 Mill Lane\nLeeds",
    zones=Zones((ZoneFrom("Europe/London", date.min), ZoneFrom("Asia/Tokyo", date(2027, 4, 5)))), currency="GBP",
    tax_rate_bp=2000, opened_at=AT,
)  # fmt: skip
ORDER = {
    "order_id": "01M0RDER000000000000000000", "sku": "jobs-contracted", "plan": "startup", "quantity": 3,
    "unit_price": 2000, "price_version": 1, "currency": "GBP", "contract_id": "01M0C0NTRACT00000000000000",
    "document_sha256": "5" * 64, "placed_at": "2027-03-05T09:30:00.000000Z",
    "expires_at": "2027-04-04T09:30:00.000000Z", "status": "pending_signature",
}  # fmt: skip
SIGNED = ORDER | {
    "status": "active", "activated_at": "2027-03-05T09:30:00.000000Z",
    "due_now": {"net": 5226, "tax": 1045, "days": 27, "charged_quantity": 3},
}  # fmt: skip
REMINDER = {
    "product": "jobs", "days": 30, "days_left": 14, "applies_on": "2028-03-05", "currency": "GBP",
    "licenses": [
        {"sku": "jobs-contracted", "owned": 12, "assigned": 9, "wish": 5, "quantity": 9, "cannot_be_dropped": 4,
         "unit_price": 2150, "price_version": 2, "at_list_price": True},
    ],
}  # fmt: skip
SALES_REMINDER = {
    "product": "sales", "days": 60, "days_left": 60, "applies_on": "2028-03-05", "currency": "JPY",
    "licenses": [
        {"sku": "sales-person-contracted", "owned": 4, "assigned": 1, "quantity": 4, "cannot_be_dropped": 0,
         "unit_price": 4500, "price_version": 1, "at_list_price": True},
        {"sku": "sales-support-contracted", "owned": 2, "assigned": 0, "wish": 0, "quantity": 0,
         "cannot_be_dropped": 0, "unit_price": 1500, "price_version": 1, "at_list_price": False},
    ],
}  # fmt: skip
RENEWED = {
    "starts_on": "2028-03-05", "ends_before": "2029-03-05", "currency": "GBP",
    "licenses": [
        {"sku": "sales-person-contracted", "quantity": 9, "unit_price": 4800, "price_version": 2, "wish": 5,
         "carried_over": True, "at_list_price": True},
        {"sku": "sales-support-contracted", "quantity": 0, "unit_price": 1500, "price_version": 1, "wish": 0,
         "carried_over": False, "at_list_price": False},
    ],
}  # fmt: skip
RENEWED_BEFORE = {
    "starts_on": "2027-03-05", "ends_before": "2028-03-05",
    "licenses": {"sales-person-contracted": 12, "sales-support-contracted": 2},
}  # fmt: skip
INVOICE = {
    "number": 7, "title": "invoice", "issued_on": "2027-03-05", "currency": "GBP", "net": 123456, "tax_rate_bp": 1750,
    "tax": 21605, "total": 145061, "line_count": 3,
}  # fmt: skip
CREDIT_NOTE = INVOICE | {"number": 8, "title": "credit_note", "net": -500, "tax": -88, "total": -588}
STORAGE = {
    "product": "jobs", "level": 80, "used_bytes": 24_150_000_000, "allowance_bytes": 30_000_000_000,
    "measured_at": "2027-03-05T09:29:00.000000Z",
}  # fmt: skip
FULL = STORAGE | {"product": "sales", "level": 100, "used_bytes": 1, "allowance_bytes": 0}
PERSON = {"user_id": "01M0SER", "username": "ana.pop", "name": "Ana <i>Pop</i>", "email": "ana@brookvale.example"}


def an_event(event_type: str, subject: str, after: dict[str, Any], before: dict[str, Any] | None = None) -> Event:
    """An event that went through the bus: JSON, and back."""
    actor = Actor("user", "01M0SER") if event_type in ("order.placed", "company.changed") else JOB
    event = Event(f"01M0EVENT{'0' * 17}", ACCOUNT.account_id, AT, actor, event_type, subject, before or {}, after)
    return event_in({"detail": json.loads(json.dumps(detail_of(event)))})


SAMPLES: dict[str, Event] = {
    "order_placed": an_event("order.placed", "order/01M0RDER", ORDER),
    "signature_reminder_7": an_event("order.reminder_due", "order/01M0RDER", ORDER | {"days_left": 7}),
    "signature_reminder_1": an_event("order.reminder_due", "order/01M0RDER", ORDER | {"days_left": 1}),
    "order_signed": an_event("order.signed", "order/01M0RDER", SIGNED),
    "order_expired": an_event("order.expired", "order/01M0RDER", ORDER | {"status": "expired"}),
    "order_cancelled": an_event("order.cancelled", "order/01M0RDER", ORDER | {"status": "cancelled"}),
    "licenses_deleted": an_event(
        "licenses.deleted", "pool/jobs-rolling", {"sku": "jobs-rolling", "quantity": 4, "owned": 6}, {"owned": 10}
    ),
    "licenses_deleted_daily": an_event(
        "licenses.deleted", "pool/jobs-daily", {"sku": "jobs-daily", "quantity": 1, "owned": 0}, {"owned": 1}
    ),
    "renewal_reminder": an_event("renewal.reminder_due", "term/jobs", REMINDER),
    "renewal_reminder_sales": an_event("renewal.reminder_due", "term/sales", SALES_REMINDER),
    "renewed": an_event("term.renewed", "term/sales", RENEWED, RENEWED_BEFORE),
    "invoice_issued": an_event("invoice.issued", "invoice/7", INVOICE),
    "invoice_issued_credit": an_event("invoice.issued", "invoice/8", CREDIT_NOTE),
    "storage_80": an_event("storage.crossed", "storage/jobs", STORAGE),
    "storage_100": an_event("storage.crossed", "storage/sales", FULL),
    "address_changed": an_event(
        "company.changed", "account/01M0ACC", {"email": "office@müller.example"}, {"email": "old@brookvale.example"}
    ),
    "invitation": an_event("login.ready", "user/01M0SER", PERSON | {"login": "ready"}, {"login": "provisioning"}),
}  # fmt: skip

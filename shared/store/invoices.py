"""Invoices: the record with its totals, and its lines, which stand in a partition of their billing date."""

from collections.abc import Iterator
from datetime import date

from shared.domain.charge import Charge
from shared.domain.invoice import Invoice
from shared.store import dynamodb, keys
from shared.store.filtered import RecordPage, filtered_page
from shared.store.records import from_item, to_item
from shared.store.transaction import ConditionFailed, Transaction, absent, present


def put_invoice(transaction: Transaction, account_id: str, invoice: Invoice) -> None:
    """Write an invoice under its number, which no other has."""
    assert invoice.number is not None  # noqa: S101 - only what has its number is written
    transaction.put(keys.invoice(account_id, invoice.number), to_item(invoice), absent(), name="invoice")


def invoice_lines(account_id: str, issued_on: date) -> Iterator[Charge]:
    """Every line of a billing date, by service date and kind."""
    pk = keys.invoice_line(account_id, issued_on, "").pk
    return (from_item(Charge, item) for item in dynamodb.query_all("Billing", pk))


def line_page(account_id: str, issued_on: date, *, limit: int, after: str | None) -> RecordPage[Charge]:
    """Some of those lines, and the sort key after which the next ones start."""
    pk = keys.invoice_line(account_id, issued_on, "").pk
    return filtered_page("Billing", pk, kind=Charge, limit=limit, after=after, wanted=lambda _: True, is_filtered=False)


def find_invoice(account_id: str, number: int) -> Invoice | None:
    item = dynamodb.get(keys.invoice(account_id, number))
    return from_item(Invoice, item) if item else None


def invoice_page(account_id: str, *, limit: int, after: str | None) -> RecordPage[Invoice]:
    """Some invoices, newest first."""
    pk, prefix = keys.account(account_id).pk, keys.INVOICE_PREFIX
    return filtered_page(
        "Billing", pk, kind=Invoice, prefix=prefix, newest_first=True, limit=limit, after=after,
        wanted=lambda _: True, is_filtered=False,
    )  # fmt: skip


def invoice_numbers(account_id: str) -> dict[date, int]:
    """The number of the invoice of each billing date that has one."""
    pk, prefix = keys.account(account_id).pk, keys.INVOICE_PREFIX
    return {
        date.fromisoformat(item["issued_on"]): item["number"]
        for item in dynamodb.query_all("Billing", pk, prefix=prefix)
    }


def note_pdf(account_id: str, number: int, *, key: str, version_id: str) -> None:
    """Note where the drawn invoice is kept; the first drawing stands."""
    transaction = Transaction()
    place = {"pdf_key": key, "pdf_version": version_id}
    transaction.update(keys.invoice(account_id, number), present(), absent("pdf_key"), set=place, name="invoice")
    try:
        transaction.commit()
    except ConditionFailed:
        return  # it was drawn before; that one is kept

import subprocess
import sys
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader

from shared.documents.invoice import InvoiceDocument, InvoiceLine, render_invoice
from tests.support.template import resources
from tests.unit.documents.pages import page_texts, text_of
from tests.unit.documents.samples import CUSTOMER

MOST_LINES = 22_000
"""A month of a thousand people on daily licenses."""


def a_line(**changes: Any) -> InvoiceLine:
    values: dict[str, Any] = {
        "sku": "jobs-rolling",
        "kind": "part_month",
        "starts_on": date(2027, 2, 14),
        "ends_before": date(2027, 2, 28),
        "quantity": 5,
        "days": 14,
        "days_in_month": 28,
        "unit_price": 4999,
        "price_version": 3,
        "amount": 12498,
        "rule": "4999 * 5 * 14 / 28",
    }
    return InvoiceLine(**values | changes)


def an_invoice(**changes: Any) -> InvoiceDocument:
    values: dict[str, Any] = {
        "number": 12,
        "title": "invoice",
        "issued_on": date(2027, 2, 28),
        "account_id": "01JZ8Q5S9T7V3W1X2Y4Z6A8B0C",
        "customer": CUSTOMER,
        "currency": "GBP",
        "lines": (a_line(),),
        "net": 12498,
        "tax_rate_bp": 1750,
        "tax": 2187,
        "total": 14685,
    }
    return InvoiceDocument(**values | changes)


def test_a_line_shows_the_sum_behind_it() -> None:
    text = text_of(render_invoice(an_invoice()))
    for part in (
        "Jobs, rolling · part of a month",
        "2027-02-14 to 2027-02-27",
        "14 / 28",
        "49.99",
        "124.98",
        "price version 3",
        "4999 * 5 * 14 / 28",
    ):
        assert part in text


def test_the_totals_are_those_given() -> None:
    text = text_of(render_invoice(an_invoice()))
    assert "Net 124.98" in text and "Tax, 17.5 % 21.87" in text and "Total GBP 146.85" in text


def test_it_names_both_parties_and_its_number_on_every_page() -> None:
    pages = page_texts(render_invoice(an_invoice(lines=(a_line(),) * 60)))
    assert "D’Arcy, Müller & Söhne" in pages[0] and "Seatkeeper Vendor" in pages[0]
    assert all("Invoice 12" in page for page in pages)
    assert f"Page 2 of {len(pages)}" in pages[1]


def test_the_head_of_the_table_is_on_every_page() -> None:
    pages = page_texts(render_invoice(an_invoice(lines=(a_line(),) * 60)))
    assert all("Quantity" in page for page in pages[:-1])


def test_the_totals_are_never_alone_on_a_page() -> None:
    for lines in range(20):
        last = page_texts(render_invoice(an_invoice(lines=(a_line(rule="Part month: " * 9),) * lines)))[-1]
        assert "Total GBP" in last and "Tax is worked out once" in last
        assert last.count("14 / 28") >= min(lines, 2)


def test_a_credit_note_is_called_so_and_is_negative() -> None:
    credit = a_line(kind="credit", amount=-123_456, rule="agreed by telephone", credits="2027-02-14.day.jobs-daily.u1")
    text = text_of(
        render_invoice(an_invoice(title="credit_note", lines=(credit,), net=-123_456, tax=0, total=-123_456))
    )
    assert "Credit note 12" in text and "Total GBP -1,234.56" in text
    assert "agreed by telephone" in text and "takes back the line of 14 February 2027" in text
    assert "jobs-daily.u1" not in text


def test_a_used_day_is_one_day() -> None:
    line = a_line(sku="jobs-daily", kind="day", ends_before=date(2027, 2, 15), days=1, days_in_month=None)
    text = text_of(render_invoice(an_invoice(lines=(line,))))
    assert "used day" in text and "2027-02-14 ·" in text


def test_a_line_of_one_person_says_whose_it_is() -> None:
    line = a_line(sku="jobs-daily", kind="day", user="01M8QGEB9C53B9C86RBVG3NGXC")
    assert "user 01M8QGEB9C53B9C86RBVG3NGXC" in text_of(render_invoice(an_invoice(lines=(line,))))
    assert "user" not in text_of(render_invoice(an_invoice()))


def test_an_odd_reason_does_not_lose_the_invoice() -> None:
    assert "<U+1F600>" in text_of(render_invoice(an_invoice(lines=(a_line(rule="sorry 😀"),))))


@pytest.mark.parametrize(("currency", "shown"), [("JPY", "JPY 14,685"), ("KWD", "KWD 14.685")])
def test_each_currency_has_its_own_minor_unit(currency: str, shown: str) -> None:
    assert f"Total {shown}" in text_of(render_invoice(an_invoice(currency=currency)))


def test_thousands_of_lines_are_no_trouble() -> None:
    pdf = render_invoice(an_invoice(lines=tuple(a_line(quantity=number) for number in range(2000))))
    assert len(PdfReader(BytesIO(pdf)).pages) > 60


MEMORY = """
import pathlib, sys
from shared.documents.invoice import render_invoice
from tests.unit.documents.test_invoice import a_line, an_invoice
render_invoice(an_invoice(lines=tuple(a_line(quantity=number) for number in range(int(sys.argv[1])))))
status = pathlib.Path("/proc/self/status").read_text()
print(int(status.split("VmHWM:")[1].split()[0]))
"""


def test_the_longest_invoice_fits_in_the_memory_of_the_function_that_draws_it() -> None:
    few, many = 500, 3000
    at_few, at_many = (_peak_kilobytes(lines) for lines in (few, many))
    of_a_line = (at_many - at_few) / (many - few)
    assert of_a_line > 10
    megabytes = (at_few + of_a_line * (MOST_LINES - few)) / 1024
    assert megabytes < resources()["DrawInvoice"]["Properties"]["MemorySize"]


def _peak_kilobytes(lines: int) -> int:
    done = subprocess.run([sys.executable, "-c", MEMORY, str(lines)], check=True, capture_output=True, text=True)
    return int(done.stdout)


def test_the_same_values_give_the_same_bytes() -> None:
    assert render_invoice(an_invoice()) == render_invoice(an_invoice())

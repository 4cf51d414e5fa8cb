"""What is drawn of an invoice's lines: enough of each to work its amount out again."""

from datetime import UTC, datetime

import pytest

from shared.account import invoice_drawing
from shared.account.credits import credit
from shared.account.invoice_drawing import draw_invoice
from shared.documents.invoice import InvoiceDocument
from shared.domain.money import prorated
from shared.store import keys
from shared.store.transaction import Transaction
from tests.support.history import World
from tests.support.memory_tables import MemoryTables


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[InvoiceDocument]:
    """Documents as they were to be drawn."""
    documents: list[InvoiceDocument] = []
    monkeypatch.setattr(invoice_drawing, "render_invoice", lambda document: documents.append(document) or b"")
    monkeypatch.setattr(invoice_drawing, "write_once", lambda *_: "version")
    return documents


def use_a_day_and_give_all_back(world: World) -> None:
    """A used day, every line credited, and the invoice of it drawn."""
    world.log_in(0, "e1", datetime(2027, 3, 20, 8, tzinfo=UTC))
    world.until(datetime(2027, 3, 21, 9, tzinfo=UTC))
    for charge_id in world.charge_ids():
        credit(world.account_id, charge_id, "Goodwill")
    world.until(datetime(2027, 4, 5, 9, tzinfo=UTC))
    assert draw_invoice(world.account_id, 2)


def test_quantity_price_and_days_come_to_the_amount_of_a_credit_too(
    tables: MemoryTables, drawn: list[InvoiceDocument]
) -> None:
    world = World(datetime(2027, 3, 5, 9, tzinfo=UTC))
    world.buy("jobs-daily", 1)
    world.seat(0, "jobs-daily")
    world.until(datetime(2027, 3, 20, 9, tzinfo=UTC))
    world.buy("jobs-rolling", 3)
    use_a_day_and_give_all_back(world)
    lines = drawn[0].lines
    assert [line.kind for line in lines].count("credit") == 3
    for line in lines:
        assert line.amount == prorated(line.unit_price, line.quantity, line.days or 1, line.days_in_month or 1)
    assert {(line.kind, line.days) for line in lines if line.sku == "jobs-daily"} == {("day", None), ("credit", None)}


def test_an_address_that_no_font_can_show_is_drawn_as_dns_knows_it(
    tables: MemoryTables, drawn: list[InvoiceDocument]
) -> None:
    world, transaction = World(datetime(2027, 3, 5, 9, tzinfo=UTC)), Transaction()
    transaction.update(keys.account(world.account_id), set={"email": "info@ไทย.example"})
    transaction.commit()
    world.buy("jobs-rolling", 3)
    world.until(datetime(2027, 4, 5, 9, tzinfo=UTC))
    assert draw_invoice(world.account_id, 2)
    assert drawn[0].customer.email == "info@xn--o3cw4h.example"


def test_a_used_day_and_its_credit_name_the_person(tables: MemoryTables, drawn: list[InvoiceDocument]) -> None:
    world = World(datetime(2027, 3, 5, 9, tzinfo=UTC))
    world.buy("jobs-daily", 1)
    world.seat(0, "jobs-daily")
    world.until(datetime(2027, 3, 20, 9, tzinfo=UTC))
    use_a_day_and_give_all_back(world)
    username = f"person-0-{world.account_id.lower()}"
    assert [(line.kind, line.user) for line in drawn[0].lines if line.sku == "jobs-daily"] == [
        ("credit", username),
        ("day", username),
    ]

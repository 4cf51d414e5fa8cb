"""The ledger read: charges by service date, each with the number of its invoice, which is worked out at reading."""

from dataclasses import dataclass
from datetime import date, timedelta

from shared.domain.charge import Charge
from shared.errors import Invalid
from shared.pages import sort_key_in
from shared.store import keys
from shared.store.attributes import Item
from shared.store.filtered import filtered_page
from shared.store.invoices import invoice_numbers
from shared.store.records import to_item


@dataclass(frozen=True)
class ChargePage:
    """Some charges, the invoice numbers by billing date, and the sort key after which the next page starts."""

    charges: list[Charge]
    numbers: dict[date, int]
    next_sk: str | None

    def shown(self) -> list[Item]:
        """The charges as the API shows them."""
        return [shown_charge(charge, self.numbers.get(charge.bills_on)) for charge in self.charges]


def charges_page(
    account_id: str, *, first: date | None, last: date | None, limit: int, cursor: str | None
) -> ChargePage:
    """Charges whose service starts on a day from `first` to `last`, both included, oldest first."""
    first, last = first or date.min, last or date.max - timedelta(days=1)
    if first > last:
        raise Invalid({"to": "is before from"})
    pk, end = keys.charge(account_id, "").pk, last + timedelta(days=1)
    page = filtered_page(
        "Billing", pk, kind=Charge, between=(str(first), str(end)), limit=limit, after=sort_key_in(cursor),
        wanted=lambda _: True, is_filtered=False,
    )  # fmt: skip
    numbers = invoice_numbers(account_id) if page.records else {}
    return ChargePage(page.records, numbers, page.next_sk)


def shown_charge(charge: Charge, invoice_number: int | None) -> Item:
    """A charge as the API shows it."""
    names = (
        "charge_id", "kind", "sku", "user_id", "starts_on", "ends_before", "quantity", "days", "days_in_month",
        "unit_price", "price_version", "amount", "rule", "credits",
    )  # fmt: skip
    fields = to_item(charge)
    triggers = [dict(trigger) for trigger in charge.triggers] or None
    return {name: fields[name] for name in names} | {"triggers": triggers, "invoice_number": invoice_number}

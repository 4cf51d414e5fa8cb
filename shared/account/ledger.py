"""The ledger read: charges by service date, each with the number of its invoice, which is worked out at reading."""

from dataclasses import dataclass
from datetime import date

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
    account_id: str, *, since: date | None, before: date | None, limit: int, cursor: str | None
) -> ChargePage:
    """Charges whose service starts on a day from `since`, and before `before`, oldest first."""
    since, before = since or date.min, before or date.max
    if since > before:
        raise Invalid({"to": "is before from"})
    # A charge's key goes on after its date, so that the date alone comes before all charges of that day.
    between = str(since), str(before)
    after = sort_key_in(cursor)
    if after is not None and not between[0] <= after <= between[1]:
        raise Invalid({"cursor": "is not a cursor of this list"})
    page = filtered_page(
        "Billing", keys.charge(account_id, "").pk, kind=Charge, between=between, limit=limit, after=after,
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

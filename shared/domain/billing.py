"""Where the billing of an account stands (DESIGN 3, Billing month and Invoices)."""

from dataclasses import dataclass, replace
from datetime import date

from shared.domain.calendar import BillingMonth, billing_date_after, month_holding


@dataclass(frozen=True)
class Billing:
    """`next_billing_on` is the next month to be charged; `closed_on` the last invoice date that takes no more lines.

    `closing_on` is set between the two writes that close an invoice: closed, but without its number yet. `new_pools`
    counts the SKUs first bought since the account was opened, `new_plans` its changes of plan: who charges a month
    knows of all there are.
    """

    billing_day: int
    first_on: date
    next_billing_on: date
    closed_on: date
    next_invoice_no: int = 1
    closing_on: date | None = None
    new_pools: int | None = None
    new_plans: int | None = None

    def month_of(self, day: date) -> BillingMonth:
        """The aligned billing month that holds a local day."""
        return month_holding(day, self.billing_day)

    @property
    def next_close_on(self) -> date:
        """The billing date whose invoice is to be closed next, or is half closed already."""
        return self.closing_on or billing_date_after(self.closed_on, self.billing_day)

    def charged(self, *, and_close: bool = False) -> "Billing":
        """After the next month was charged, and with `and_close` the invoice of its first day half closed."""
        on = self.next_billing_on
        after = replace(self, next_billing_on=self.month_of(on).ends_before)
        return replace(after, closed_on=on, closing_on=on) if and_close else after

    def with_new_pool(self) -> "Billing":
        """After the first order of a SKU."""
        return replace(self, new_pools=(self.new_pools or 0) + 1)

    def with_new_plan(self) -> "Billing":
        """After a change of plan."""
        return replace(self, new_plans=(self.new_plans or 0) + 1)

    def half_closed(self) -> "Billing":
        """After the next invoice was closed to further lines, without its number yet."""
        return replace(self, closed_on=self.next_close_on, closing_on=self.next_close_on)

    def closed(self, *, numbered: bool) -> "Billing":
        """After the half-closed invoice took its number, or turned out to have no lines."""
        return replace(self, closing_on=None, next_invoice_no=self.next_invoice_no + numbered)


def first_billing(today: date) -> Billing:
    """The billing of an account whose first order becomes active today; the first month is charged with it."""
    month = month_holding(today, today.day)
    # The day before counts as closed, so the first invoice is that of this very day.
    return Billing(today.day, today, month.ends_before, date.fromordinal(today.toordinal() - 1))

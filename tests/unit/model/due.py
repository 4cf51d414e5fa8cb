"""What falls due for a company of the model, date by date: terms renewed, months and days charged, invoices closed."""

from dataclasses import replace
from datetime import date

from shared.domain.catalog import SKUS
from tests.unit.model.charging import charge_days, charge_month, charge_part_month
from tests.unit.model.company import Company, Pool
from tests.unit.model.days import years_on
from tests.unit.model.ledger import Invoice, tax_on
from tests.unit.model.levels import watch


def come_up_to_date(company: Company) -> None:
    """Before most changes: renew and charge what is due, renewals first on one date."""
    while True:
        ends_on, product = _next_end(company)
        if ends_on <= min(company.today, company.next_month_on):
            renew(company, product)
        elif company.next_month_on <= company.today:
            charge_month(company)
        else:
            return


def do_all_that_is_due(company: Company) -> None:
    """What the jobs do."""
    while (on := min(_next_end(company)[0], next_close_on(company), company.next_month_on)) <= company.today:
        if on == _next_end(company)[0]:
            renew(company, _next_end(company)[1])
        elif on < next_close_on(company):
            charge_month(company)
        else:
            close_invoice(company, on)
    for order in company.orders:
        if order.status(company.now) == "expired" and not order.is_told_expired:
            order.is_told_expired = True
            company.tell("order.expired", "order_expired")
    charge_days(company, company.today)


def next_close_on(company: Company) -> date:
    return company.month(company.closed_on).end


def renew(company: Company, product: str) -> None:
    """Begin the next term with the numbers wished for, but never below what is assigned, at the list price."""
    term = company.terms[product]
    on, renewed, wishes = term.ends_before, _contracted(company, product), dict[str, int]()
    company.terms[product] = replace(
        term, starts_on=on, ends_before=years_on(term.anchor, term.years + 1), years=term.years + 1, wishes=wishes
    )  # fmt: skip
    for sku, pool in renewed:
        wish = term.wishes.get(sku, pool.owned)
        number, unit = max(wish, company.assigned(sku)), company.price(sku, on) or pool.lots[-1][0]
        if number > wish:
            wishes[sku] = wish
        pool.owned, pool.lots = number, [(unit, number)] if number else []
        if number and on < company.next_month_on:
            charge_part_month(company, sku, number, unit, on)
    if _contracted(company, product):
        company.tell("term.renewed", "renewed")
    else:
        del company.terms[product]
        company.tell("term.ended")
    watch(company, product)


def close_invoice(company: Company, on: date) -> None:
    """Days before the date, its month, then the number; without lines there is no invoice."""
    charge_days(company, on)
    if company.next_month_on == on:
        charge_month(company)
    company.closed_on = on
    lines = [line.amount for line in company.lines if line.bills_on == on]
    if lines:
        net = sum(lines)
        company.invoices.append(Invoice(len(company.invoices) + 1, on, net, tax_on(net, company.tax)))
        company.tell("invoice.issued", "invoice_issued")


def _next_end(company: Company) -> tuple[date, str]:
    """When the next term ends, and the product whose it is."""
    return min(((term.ends_before, product) for product, term in company.terms.items()), default=(date.max, ""))


def _contracted(company: Company, product: str) -> list[tuple[str, Pool]]:
    pools = company.pools.items()
    return [(name, p) for name, p in pools if p.owned and SKUS[name].is_contracted and SKUS[name].product == product]

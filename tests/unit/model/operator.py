"""What the operator changes of a company of the model: plan, tax, credits; and what a company edits of itself."""

from datetime import date
from typing import Any

from shared.domain.catalog import PLANS, SKUS, sells
from tests.unit.model.charging import credit
from tests.unit.model.company import Company, No
from tests.unit.model.days import ZoneSince
from tests.unit.model.due import come_up_to_date, do_all_that_is_due
from tests.unit.model.levels import watch


def change_plan(company: Company, plan: str) -> None:
    """Another plan from the next billing date on, or from today where the product had none."""
    come_up_to_date(company)
    product, today = PLANS[plan].product, company.today
    steps = [step for step in company.plans.get(product, []) if step[0] <= today]
    if not steps or steps[-1][1] != plan:
        steps.append((company.month(today).end if steps else today, plan))
    if steps == company.plans.get(product):
        return
    _check_held(company, product, *steps[-1])
    company.plans[product] = steps
    company.edition += 1
    company.tell("plan.changed")
    watch(company, product)


def _check_held(company: Company, product: str, since: date, plan: str) -> None:
    """What is owned or pending must be sold on the plan, and have a price on its first day, or keep its own."""
    pending = {order.offer.sku for order in company.pending()}
    for sku in (each for each in SKUS.values() if each.product == product):
        if not sells(PLANS[plan], sku) and (company.owned(sku.name) or sku.name in pending):
            raise No("not_sold_on_plan")
        if company.owned(sku.name) and not sku.is_contracted and not company.prices.on(plan, sku.name, since):
            raise No("no_price")


def set_tax(company: Company, rate: int) -> None:
    """For invoices closed from now on."""
    do_all_that_is_due(company)
    if rate != company.tax:
        company.tax, company.edition = rate, company.edition + 1
        company.tell("tax.changed")


def credit_line(company: Company, number: int) -> None:
    come_up_to_date(company)
    if company.lines[number].kind == "credit":
        raise No("not_creditable")
    if not credit(company, number, company.today):
        raise No("nothing_left")
    company.tell("credit.given")


def change_company(company: Company, fields: dict[str, Any], edition: int | None) -> None:
    """Edit the company; another zone counts from the next billing date on."""
    if "time_zone" in fields:
        come_up_to_date(company)
    if edition not in (None, company.edition):
        raise No("stale_version")
    before = company.facts | {"time_zone": company.zones[-1].zone}
    changed = {name: value for name, value in fields.items() if before[name] != value}
    if not changed:
        return
    if zone := changed.pop("time_zone", None):
        _change_zone(company, zone)
    company.facts |= changed
    company.edition += 1
    company.tell("company.changed")
    company.mails["address_changed"] += 2 * ("email" in changed)


def _change_zone(company: Company, zone: str) -> None:
    counted = [each for each in company.zones if each.since <= company.today]
    is_back = counted[-1].zone == zone
    company.zones = counted if is_back else [*counted, ZoneSince(company.month(company.today).end, zone)]

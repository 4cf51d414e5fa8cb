"""Two companies opened for real, and what the model knows of them: a sandbox, and one on the clock of everybody."""

from dataclasses import replace
from datetime import date
from typing import Any

from shared.account.logins import provision
from shared.account.open import Opening, open_account
from shared.account.price_loading import NewPrice, load_prices
from shared.domain.catalog import OWNER, PLANS, SKUS, skus_sold_on
from tests.support.sample import OPENING, PRICES
from tests.unit.model.company import Company, Pool, Term
from tests.unit.model.days import DAY, ZoneSince, month_with, years_on
from tests.unit.model.ledger import Line
from tests.unit.model.people import Person, Seat
from tests.unit.model.prices import Prices
from tests.unit.model.world import OPENED, World

LISTED_ON = date(2020, 1, 1)
UNPRICED = ("automation", "jobs-daily")
"""What has no price until the operator loads one."""
SANDBOX = replace(OPENING, sandbox_now=OPENED, quantity=2)
ORDINARY = replace(
    OPENING, name="Hartwell plc", owner_username="second", owner_email="eva@hartwell.example", sandbox_now=None,
    plans={"jobs": "startup"}, sku="jobs-rolling", quantity=3, time_zone="Europe/Dublin",
)  # fmt: skip


def open_both(world: World) -> None:
    """Load prices, open both companies, and have every history begin there."""
    prices = Prices()
    for plan in PLANS.values():
        rows = [
            NewPrice(plan.name, sku.name, "GBP", PRICES[sku.name], LISTED_ON)
            for sku in skus_sold_on(plan)
            if (plan.name, sku.name) != UNPRICED
        ]
        load_prices(rows)
        for row in rows:
            prices.add(plan.name, row.sku, LISTED_ON, row.unit_price)
    world.prepared([_open(opening, prices) for opening in (SANDBOX, ORDINARY)])


def _open(opening: Opening, prices: Prices) -> Company:
    opened = open_account(opening)
    provision(opened.account_id, opened.user_id)
    today, sku = OPENED.date(), SKUS[opening.sku]
    month = month_with(today, today.day)
    company = Company(
        opened.account_id, OPENED, opening.sandbox_now is not None, prices, [ZoneSince(date.min, opening.time_zone)],
        {product: [(today, plan)] for product, plan in opening.plans.items()},
        today.day, month.end, today - DAY, _facts(opening),
    )  # fmt: skip
    owner = Person(opening.owner_username, opening.owner_name, opening.owner_email, opened.user_id, is_ready=True)
    owner.seats = {sku.product: Seat(sku.name, OWNER, OPENED)}
    company.people.append(owner)
    _own(company, opening, PRICES[sku.name])
    company.tell("account.opened")
    company.tell("login.ready", "invitation")
    return company


def _own(company: Company, opening: Opening, unit: int) -> None:
    """The opening order: its month is charged on the very first billing date."""
    today, number, amount = OPENED.date(), opening.quantity, opening.quantity * unit
    company.lines = [Line("month", opening.sku, today, company.next_month_on, number, unit, amount, bills_on=today)]
    if SKUS[opening.sku].is_contracted:
        company.pools[opening.sku] = Pool(number, [(unit, number)])
        company.terms[SKUS[opening.sku].product] = Term(today, today, years_on(today, 1))
    else:
        company.pools[opening.sku] = Pool(number, paid_on=today, paid=number)


def _facts(opening: Opening) -> dict[str, Any]:
    return {name: getattr(opening, name) for name in ("name", "email", "address", "tax_id")}

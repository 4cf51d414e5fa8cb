"""What buying so many licenses of a SKU would cost and begin today: the one place where a purchase is worked out."""

from dataclasses import dataclass
from datetime import date

from shared.account.books import Books
from shared.domain.catalog import SKUS, Plan, Sku, sells
from shared.domain.charge import Charge, part_month
from shared.domain.money import tax_on
from shared.domain.order import TermClause, term_clause
from shared.domain.pool import MOST_LOTS, Lot, Pool
from shared.domain.price import Price
from shared.domain.term import Term, first_term
from shared.errors import Impossible
from shared.store.prices import price_list


@dataclass(frozen=True)
class Offer:
    """A purchase as it stands on one local day. `charge` is the first charge, None where nothing is due now.

    `recurring_price` is that of a license and month from `recurring_from_on` on, as far as it is known today.
    """

    sku: Sku
    plan: Plan
    quantity: int
    price: Price
    on: date
    charge: Charge | None
    charged_quantity: int
    days: int
    days_in_month: int
    net: int
    tax: int
    recurring_from_on: date | None
    recurring_price: int
    term: Term | None
    joins: bool

    @property
    def joined_until(self) -> date | None:
        """The first day after the running term that it joins, if it joins one."""
        return self.term.ends_before if self.term and self.joins else None

    @property
    def document_clause(self) -> TermClause:
        return term_clause(self.joined_until, has_term=self.sku.is_contracted)

    @property
    def term_clause(self) -> str:
        """What its document says of the term, as a value to compare: `none`, `twelve_months` or `until:D`."""
        return f"until:{self.joined_until.isoformat()}" if self.joined_until else self.document_clause


def plan_selling(books: Books, sku: Sku) -> Plan:
    """The plan on which a SKU can be bought today. Impossible `not_sold_on_plan` where today's or the next does not."""
    plan, newest = books.plan_for(sku), books.account.newest_plan(sku.product)
    if plan is None or newest is None or not (sells(plan, sku) and sells(newest, sku)):
        raise Impossible("not_sold_on_plan", f"{sku.name} is not sold on this account's plan.")
    return plan


def offer(books: Books, sku_name: str, quantity: int, *, source: str, price: Price | None = None) -> Offer:
    """Work out a purchase on today's books, at the list price or at one that was fixed before."""
    sku = SKUS[sku_name]
    plan = plan_selling(books, sku)
    pool, month = books.pool(sku_name), books.month
    price, recurring = (price, price) if price else _list_prices(books, sku, plan, month.ends_before)
    recurring = _price_to_come(books, sku) or recurring
    running = books.terms.get(sku.product) if sku.is_contracted else None
    term = (running or first_term(sku.product, books.today)) if sku.is_contracted else None
    _check_lots(pool, price, sku)
    charged = _charged_quantity(sku, pool, quantity, books)
    charge = part_month(
        sku=sku.name, source=source, quantity=charged, unit_price=price.unit_price, price_version=price.version,
        starts_on=books.today, stop=term.ends_before if term else None,
        billing_day=books.billing.billing_day, closed_on=books.billing.closed_on,
    )  # fmt: skip
    net = charge.amount if charged else 0
    return Offer(
        sku=sku, plan=plan, quantity=quantity, price=price, on=books.today, charge=charge if charged else None,
        charged_quantity=charged, days=0 if sku.is_daily else charge.days, days_in_month=month.days,
        net=net, tax=tax_on(net, books.account.tax_rate_bp),
        recurring_from_on=None if sku.is_daily else month.ends_before, recurring_price=recurring.unit_price,
        term=term, joins=running is not None,
    )  # fmt: skip


def shown_due(*, net: int, tax: int, days: int, days_in_month: int, charged_quantity: int) -> dict[str, int]:
    """What is due for the rest of the billing month, as the API shows it."""
    return {
        "net": net, "tax": tax, "gross": net + tax, "days": days, "days_in_month": days_in_month,
        "charged_quantity": charged_quantity,
    }  # fmt: skip


def pool_after(books: Books, made: Offer) -> Pool:
    """The pool once the offer is signed for."""
    pool = books.pool(made.sku.name)
    if made.sku.is_contracted:
        return pool.with_lot(Lot(made.price.unit_price, made.price.version, made.quantity))
    grown = pool.with_more(made.quantity)
    return grown if made.sku.is_daily else grown.with_paid(books.month.starts_on, made.charged_quantity)


def _charged_quantity(sku: Sku, pool: Pool, quantity: int, books: Books) -> int:
    if sku.is_daily:
        return 0
    return quantity if sku.is_contracted else pool.newly_charged(quantity, books.month.starts_on)


def _list_prices(books: Books, sku: Sku, plan: Plan, next_on: date) -> tuple[Price, Price]:
    """The plan's list prices of today and of the next billing date; contracted licenses keep today's."""
    prices = price_list(plan.name, books.account.currency)
    price = prices.on(sku.name, books.today)
    if price is None:
        raise Impossible("no_price", f"{sku.name} has no price in {books.account.currency} yet. Ask your supplier.")
    return price, (price if sku.is_contracted else prices.on(sku.name, next_on) or price)


def _price_to_come(books: Books, sku: Sku) -> Price | None:
    # Contracted licenses keep their price; of others, a month or day without one could not be charged.
    coming = None if sku.is_contracted else books.account.next_plan(sku.product, books.today)
    if coming is None:
        return None
    price = price_list(coming.plan, books.account.currency).on(sku.name, coming.from_on)
    if price is None:
        raise Impossible("no_price", f"{sku.name} has no price on {coming.plan}, your plan from {coming.from_on} on.")
    return price


def _check_lots(pool: Pool, price: Price, sku: Sku) -> None:
    known = any(lot.unit_price == price.unit_price for lot in pool.lots)
    if sku.is_contracted and len(pool.lots) >= MOST_LOTS and not known:
        raise Impossible("too_many_lots", f"{sku.name} is held at {MOST_LOTS} different prices already. Ask support.")

"""Buying and giving back in the model: what is offered, ordered, signed, withdrawn, deleted, wished for."""

from datetime import date

from shared.domain.catalog import SKUS
from tests.unit.model.charging import charge_part_month
from tests.unit.model.company import Company, No, Pool, RenewalNumber, Term
from tests.unit.model.days import years_on
from tests.unit.model.due import come_up_to_date
from tests.unit.model.ledger import rounded, tax_on
from tests.unit.model.levels import watch
from tests.unit.model.people import Person
from tests.unit.model.purchases import Offer, Order, Quote


def quote(company: Company, sku: str, quantity: int) -> Quote:
    come_up_to_date(company)
    company.quotes.append(Quote(offer(company, sku, quantity)))
    return company.quotes[-1]


def place_order(company: Company, reviewed: Quote, signed_by: Person | None) -> Order:
    """Buy what was reviewed, if nothing of it has moved."""
    come_up_to_date(company)
    if reviewed.order:
        raise No("quote_used")
    known = reviewed.offer
    if offer(company, known.sku, known.quantity) != known:
        raise No("quote_changed")
    reviewed.order = Order(known, company.now, reviewed.sha256)
    company.orders.append(reviewed.order)
    if signed_by:
        _activate(company, reviewed.order, known, signed_by, signed_by.name)
    else:
        company.tell("order.placed", "order_placed")
    return reviewed.order


def sign(company: Company, order: Order, sha256: str, person: Person, name: str) -> None:
    """Sign what is pending, at the price it was placed at; the same person's same signature changes nothing."""
    come_up_to_date(company)
    if order.settled == "active" and (person.user_id, name, sha256) == (*(order.signature or ()), order.sha256):
        return
    if order.status(company.now) != "pending_signature":
        raise No("order_not_pending")
    if sha256 != order.sha256:
        raise No("invalid")
    placed = order.offer
    try:
        made = offer(company, placed.sku, placed.quantity, price=(placed.unit, placed.version))
    except No as no:
        raise No("order_outdated" if no.code == "not_sold_on_plan" else no.code) from None
    if (made.plan, made.clause) != (placed.plan, placed.clause):
        raise No("order_outdated")
    _activate(company, order, made, person, name)


def cancel(company: Company, order: Order) -> None:
    if order.status(company.now) != "pending_signature":
        raise No("order_not_pending")
    order.settled = "cancelled"
    company.tell("order.cancelled", "order_cancelled")


def delete(company: Company, sku: str, quantity: int) -> None:
    if SKUS[sku].is_contracted:
        raise No("contracted_not_deletable")
    come_up_to_date(company)
    if company.free(sku) < quantity:
        raise No("not_enough_available")
    company.pools[sku].owned -= quantity
    company.tell("licenses.deleted", "licenses_deleted")
    watch(company, SKUS[sku].product)


def wish(company: Company, sku: str, quantity: int | None, edition: tuple[date, int | None] | None) -> None:
    """Set the number for the next term, or withdraw it; `edition` is that of the number that was read."""
    come_up_to_date(company)
    if not SKUS[sku].is_contracted:
        raise No("not_contracted")
    term = company.terms.get(SKUS[sku].product)
    if term is None or not company.owned(sku):
        raise No("not_found")
    if edition not in (None, RenewalNumber(company, sku).edition):
        raise No("stale_version")
    if quantity is not None and quantity > company.owned(sku):
        raise No("invalid")
    wishes = {name: number for name, number in term.wishes.items() if name != sku}
    wishes |= {} if quantity is None else {sku: quantity}
    if wishes != term.wishes:
        term.wishes = wishes
        company.tell("renewal.changed")


def offer(company: Company, sku: str, quantity: int, price: tuple[int, int] | None = None) -> Offer:
    """What buying would cost and begin today, at the list price or at one that was fixed."""
    kind, today = SKUS[sku], company.today
    if not company.sells(sku):
        raise No("not_sold_on_plan")
    plan = company.plan_on(kind.product, today) or ""
    price = price or company.prices.on(plan, sku, today)
    if price is None or not company.has_price_to_come(sku):
        raise No("no_price")
    month, term = company.month(today), _term(company, sku)
    charged = _charged(company, sku, quantity)
    days = 0 if kind.is_daily else ((min(month.end, term[1]) if term else month.end) - today).days
    net = rounded(price[0] * charged * days, month.days)
    return Offer(
        sku, plan, quantity, *price, today, charged, days, month.days, net, tax_on(net, company.tax), company.tax,
        None if kind.is_daily else month.end, term,
    )  # fmt: skip


def _term(company: Company, sku: str) -> tuple[date, date, bool] | None:
    """The term that a contracted order joins, or would begin today."""
    if not SKUS[sku].is_contracted:
        return None
    if running := company.terms.get(SKUS[sku].product):
        return running.starts_on, running.ends_before, True
    return company.today, years_on(company.today, 1), False


def _charged(company: Company, sku: str, quantity: int) -> int:
    """Of how many the rest of the month is charged: rolling ones may have been paid before."""
    if SKUS[sku].commitment != "rolling":
        return quantity if SKUS[sku].is_contracted else 0
    pool = company.pools.get(sku, Pool())
    paid = pool.paid if pool.paid_on == company.month(company.today).start else 0
    return max(0, pool.owned + quantity - paid)


def _activate(company: Company, order: Order, made: Offer, person: Person, name: str) -> None:
    product, pool = SKUS[made.sku].product, company.pools.setdefault(made.sku, Pool())
    if SKUS[made.sku].is_contracted and product not in company.terms:
        company.terms[product] = Term(company.today, company.today, years_on(company.today, 1))
    if made.charged:
        charge_part_month(company, made.sku, made.charged, made.unit, company.today)
    if SKUS[made.sku].is_contracted:
        lots = dict(pool.lots)
        pool.lots = list((lots | {made.unit: lots.get(made.unit, 0) + made.quantity}).items())
    elif SKUS[made.sku].commitment == "rolling":
        start = company.month(company.today).start
        pool.paid_on, pool.paid = start, (pool.paid if pool.paid_on == start else 0) + made.charged
    pool.owned += made.quantity
    order.settled, order.signature = "active", (person.user_id, name)
    company.tell("order.signed", "order_signed")
    watch(company, product)

"""What is read of a company, and what the model says is to be read: equal, or told apart field by field."""

from datetime import datetime
from typing import Any

from shared.domain.catalog import PLANS, PRODUCTS, SKUS, sells
from tests.unit.model.company import Company
from tests.unit.model.ledger import Line
from tests.unit.model.people import Person


def overview_shown(body: dict[str, Any]) -> dict[str, Any]:
    """The overview by its parts, without what only the moment tells."""
    products = [
        each | {"storage": (each["storage"]["allowance_bytes"], each["storage"]["used_bytes"])}
        for each in body["products"]
    ]
    pending = {order["order_id"] for order in body["pending_orders"]}
    return _by_parts(body | {"products": products, "pending_orders": pending})


def overview_of(company: Company) -> dict[str, Any]:
    return _by_parts({
        "account_id": company.account_id, "currency": "GBP", "billing_day": company.billing_day,
        "next_billing_on": str(company.next_month_on),
        "products": [_product(company, each) for each in PRODUCTS if company.plan_on(each, company.today)],
        "pending_orders": {order.order_id for order in company.pending()},
    })  # fmt: skip


def _by_parts(overview: dict[str, Any]) -> dict[str, Any]:
    """Pools and products beside the rest, so that it is told which of them differ."""
    products = overview.pop("products")
    pools = {pool["sku"]: pool for product in products for pool in product.pop("pools")}
    return overview | {product["product"]: product for product in products} | pools


def _product(company: Company, product: str) -> dict[str, Any]:
    plan, term, storage = company.plan_on(product, company.today), company.terms.get(product), company.storages
    assert plan
    coming = [{"plan": name, "from_on": str(since)} for since, name in company.plans[product] if since > company.today]
    listed = [
        s.name for s in SKUS.values() if s.product == product and (sells(PLANS[plan], s) or company.owned(s.name))
    ]
    return {
        "product": product, "plan": plan, "next_plan": coming[0] if coming else None, "legacy": plan == "classic",
        "term": {"starts_on": str(term.starts_on), "ends_before": str(term.ends_before)} if term else None,
        "storage": (company.allowance(product), storage[product].used if product in storage else 0),
        "pools": [_pool(company, sku) for sku in listed],
    }  # fmt: skip


def _pool(company: Company, sku: str) -> dict[str, Any]:
    term = company.terms.get(SKUS[sku].product)
    return {
        "sku": sku, "owned": company.owned(sku), "assigned": company.assigned(sku), "available": company.free(sku),
        "pending": sum(order.offer.quantity for order in company.pending() if order.offer.sku == sku),
        "unit_price": company.price(sku, company.today),
        "renewal_quantity": term.wishes.get(sku) if term and SKUS[sku].is_contracted else None,
    }  # fmt: skip


def people_shown(items: list[dict[str, Any]]) -> dict[str, Any]:
    """People by their ids."""
    return {user["user_id"]: person_shown(user) for user in items}


def person_shown(user: dict[str, Any]) -> dict[str, Any]:
    seats = {(s["product"], s["sku"], s["role"], datetime.fromisoformat(s["since_at"])) for s in user["licenses"]}
    named = {name: user[name] for name in ("username", "name", "email", "status", "login")}
    return named | {"licenses": seats}


def person_of(person: Person) -> dict[str, Any]:
    return {
        "username": person.username, "name": person.name, "email": person.email,
        "status": "active" if person.is_active else "deactivated",
        "login": "ready" if person.is_ready else "provisioning",
        "licenses": {(product, *seat) for product, seat in person.seats.items()},
    }  # fmt: skip


def line_shown(line: dict[str, Any]) -> tuple[Any, ...]:
    names = ("kind", "sku", "starts_on", "ends_before", "quantity", "unit_price", "amount", "user_id")
    return tuple(line[name] for name in names)


def line_told(line: Line) -> tuple[Any, ...]:
    span = str(line.starts_on), str(line.ends_before)
    return line.kind, line.sku, *span, line.quantity, line.unit, line.amount, line.user_id

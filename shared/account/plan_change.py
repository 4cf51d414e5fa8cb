"""A product's plan changed by the operator, from the next billing date on (DESIGN 3, Plan change)."""

from dataclasses import replace
from typing import Any

from shared.account.books import Books
from shared.account.operator_change import OperatorChange, carry_out
from shared.account.price_book import PriceBook
from shared.account.storage_watch import watch_storage
from shared.domain.account import Account, PlanFrom
from shared.domain.activity import OPERATOR
from shared.domain.calendar import billing_date_after
from shared.domain.catalog import PLANS, PRODUCTS, Plan, sells, skus_of
from shared.errors import Impossible, Invalid
from shared.store import keys
from shared.store.billing import put_billing
from shared.store.orders import pending_orders
from shared.store.pools import check_owned
from shared.store.records import to_item
from shared.store.transaction import unchanged


def change_plan(account_id: str, product: str, plan_name: str) -> dict[str, Any]:
    """Write the plan with the date it counts from. Impossible `not_sold_on_plan` or `no_price` for what is held."""
    if product not in PRODUCTS:
        raise Invalid({"product": f"takes one of {', '.join(PRODUCTS)}"})
    plan = PLANS.get(plan_name)
    if plan is None or plan.product != product:
        raise Invalid({"plan": f"is no plan of {product}"})

    def attempt(change: OperatorChange) -> dict[str, Any]:
        books = change.books
        after = with_plan(books, plan)
        step = after.plans[product][-1]
        told = {"product": product, "plan": plan.name, "from_on": step.from_on}
        if after.plans == books.account.plans:
            return {"account_id": account_id, **told}
        _check(books, after, plan)
        _write(change, after, plan)
        newest = books.account.newest_plan(product)
        change.note("plan.changed", f"plan/{product}", {"plan": newest.name if newest else None}, **told)
        change.transaction.commit()
        return {"account_id": account_id, **told}

    return carry_out(account_id, attempt)


def with_plan(books: Books, plan: Plan) -> Account:
    """The account with a plan from the next billing date on, or from today where the product had none.

    It takes the place of a change that does not count yet; the plan that counts now takes such a change back.
    """
    account, today = books.account, books.today
    counted = tuple(step for step in account.plans.get(plan.product, ()) if step.from_on <= today)
    if counted and counted[-1].plan == plan.name:
        steps = counted
    else:
        from_on = billing_date_after(today, books.billing.billing_day) if counted else today
        steps = (*counted, PlanFrom(plan.name, from_on))
    return replace(account, plans={**account.plans, plan.product: steps})


def _check(books: Books, after: Account, plan: Plan) -> None:
    pending, prices = {order.sku for order in pending_orders(books.account_id, books.now)}, PriceBook()
    # The plan that counts now may have begun before there was a price: what has passed is charged.
    day = max(after.plans[plan.product][-1].from_on, books.today)
    for sku in skus_of(plan.product):
        if not sells(plan, sku) and (books.pool(sku.name).owned or sku.name in pending):
            raise Impossible("not_sold_on_plan", f"{plan.name} does not sell {sku.name}, which is owned or pending.")
        owned = books.pool(sku.name).owned and not sku.is_contracted
        if owned and prices.find(after, sku, day) is None:
            raise Impossible("no_price", f"{plan.name} has no price for {sku.name} in {after.currency} on {day}.")


def _write(change: OperatorChange, after: Account, plan: Plan) -> None:
    books, transaction = change.books, change.transaction
    fields = {"plans": to_item(after)["plans"], "version": after.version + 1}
    transaction.update(keys.account(books.account_id), unchanged(after.version), set=fields, name="account")
    # It counts from the next month on: neither may that be charged before, nor without knowing of it.
    put_billing(transaction, books.account, books.billing, books.billing.with_new_plan())
    for sku in skus_of(plan.product):
        check_owned(transaction, books.account_id, books.pool(sku.name))
    watch_storage(transaction, replace(books, account=after), plan.product, by=OPERATOR)

"""Open an account: company, opening order signed outside, pool and owner in their seat, in one transaction."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from shared.account.people import add_first_owner
from shared.clock import real_now
from shared.domain.account import Account, PlanFrom
from shared.domain.activity import OPERATOR, Event
from shared.domain.billing import Billing, first_billing
from shared.domain.calendar import ZoneFrom, Zones
from shared.domain.catalog import PLANS, SKUS, Sku, sells
from shared.domain.charge import Charge, month_ahead
from shared.domain.order import Order
from shared.domain.pool import Lot, Pool
from shared.domain.price import Price
from shared.domain.term import first_term
from shared.errors import Impossible, Invalid
from shared.ids import new_id
from shared.store import keys
from shared.store.activity import add_event
from shared.store.billing import put_billing
from shared.store.charges import add_charge
from shared.store.orders import put_order
from shared.store.pools import change_owned
from shared.store.prices import price_list
from shared.store.records import to_item
from shared.store.terms import put_term
from shared.store.transaction import ConditionFailed, Transaction, absent


@dataclass(frozen=True)
class Opening:
    """What an operator opens an account with. `sandbox_now` makes it a sandbox whose clock stands there."""

    name: str
    email: str
    address: str
    time_zone: str
    currency: str
    tax_rate_bp: int
    plans: dict[str, str]
    owner_username: str
    owner_name: str
    owner_email: str
    sku: str
    quantity: int
    reference: str
    tax_id: str | None = None
    sandbox_now: datetime | None = None


@dataclass(frozen=True)
class Opened:
    """The account that was opened, and its owner."""

    account_id: str
    user_id: str
    username: str


def open_account(opening: Opening) -> Opened:
    """Open it. Invalid names a field; Impossible `no_price` or `username_taken`; nothing is half written."""
    sku, account = SKUS[opening.sku], _account(opening)
    today = account.zones.local_date(account.opened_at)
    _check_sku(opening, sku)
    price = price_list(opening.plans[sku.product], opening.currency).on(sku.name, today)
    if price is None:
        raise Impossible("no_price", f"{sku.name} has no price in {opening.currency} on {today}. Load prices first.")
    transaction, billing = Transaction(), first_billing(today)
    order = _order(opening, account, price)
    charge = _add_licenses(transaction, account, billing, sku, opening.quantity, price)
    if charge:
        add_charge(transaction, account.account_id, charge)
    put_order(transaction, account, order)
    owner = add_first_owner(
        transaction, account, username=opening.owner_username, name=opening.owner_name, email=opening.owner_email,
        sku=sku.name, now=account.opened_at,
    )  # fmt: skip
    _add_account(transaction, account, billing, order, owner.user_id)
    try:
        transaction.commit()
    except ConditionFailed:
        raise Impossible("username_taken", f"The username {owner.username} is taken.") from None
    return Opened(account.account_id, owner.user_id, owner.username)


def _account(opening: Opening) -> Account:
    opened_at = opening.sandbox_now or real_now()
    # Before the account's own first day there is nothing, so the first zone and plans count from the beginning.
    zones = Zones((ZoneFrom(opening.time_zone, date.min),))
    today = zones.local_date(opened_at)
    return Account(
        account_id=new_id(), name=opening.name, email=opening.email, address=opening.address, zones=zones,
        currency=opening.currency, tax_rate_bp=opening.tax_rate_bp, opened_at=opened_at, tax_id=opening.tax_id,
        plans={product: (PlanFrom(plan, today),) for product, plan in opening.plans.items()},
        sandbox_now=opening.sandbox_now,
    )  # fmt: skip


def _check_sku(opening: Opening, sku: Sku) -> None:
    plan = opening.plans.get(sku.product)
    if plan is None or not sells(PLANS[plan], sku):
        raise Invalid({"first_order.sku": "is not sold on the account's plans"})
    if not sku.can_carry_owner:
        raise Invalid({"first_order.sku": "cannot carry owner_manager, and the owner needs a seat"})


def _order(opening: Opening, account: Account, price: Price) -> Order:
    return Order(
        order_id=new_id(), sku=opening.sku, plan=opening.plans[SKUS[opening.sku].product], quantity=opening.quantity,
        currency=opening.currency, unit_price=price.unit_price, price_version=price.version, stored_status="active",
        placed_at=account.opened_at, activated_at=account.opened_at, reference=opening.reference,
    )  # fmt: skip


def _add_licenses(
    transaction: Transaction, account: Account, billing: Billing, sku: Sku, quantity: int, price: Price
) -> Charge | None:
    """Pool and term of the opening order; returns the month ahead, charged on the first billing date itself."""
    term = first_term(sku.product, billing.first_on) if sku.is_contracted else None
    pool = Pool(sku.name, owned=quantity, assigned=1, available=quantity - 1, version=1)
    if term:
        pool = replace(pool, lots=(Lot(price.unit_price, price.version, quantity),))
        put_term(transaction, account, None, term)
    elif not sku.is_daily:
        pool = replace(pool, paid_period_on=billing.first_on, paid_quantity=quantity)
    change_owned(transaction, account.account_id, Pool(sku.name), pool)
    if sku.is_daily:
        return None
    return month_ahead(
        sku=sku.name, ordinal=0, quantity=quantity, unit_price=price.unit_price, price_version=price.version,
        month=billing.month_of(billing.first_on), stop=term.ends_before if term else None,
    )  # fmt: skip


def _add_account(transaction: Transaction, account: Account, billing: Billing, order: Order, user_id: str) -> None:
    transaction.put(keys.account(account.account_id), to_item(account), absent(), name="account")
    listed = {"account_id": account.account_id, "is_sandbox": account.is_sandbox, "opened_at": account.opened_at}
    transaction.put(keys.account_listing(account.account_id), listed, name="listing")
    put_billing(transaction, account, None, billing)
    after: dict[str, Any] = {
        "user_id": user_id, "order_id": order.order_id, "sku": order.sku, "quantity": order.quantity,
        "reference": order.reference, "plans": {product: steps[-1].plan for product, steps in account.plans.items()},
        "is_sandbox": account.is_sandbox,
    }  # fmt: skip
    subject = f"account/{account.account_id}"
    event = Event(new_id(), account.account_id, account.opened_at, OPERATOR, "account.opened", subject, {}, after)
    add_event(transaction, event)

"""What every change of a person's seats rests on and writes: pools, history, owners (DESIGN 3, Users and Access)."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from shared.account.books import Books
from shared.account.change import Change
from shared.account.offer import offer, plan_selling, shown_due
from shared.domain.catalog import SKUS, can_carry
from shared.domain.seat import User, owner_seats_change
from shared.domain.seating import ended_seats, pool_moves, seated
from shared.errors import Impossible, Invalid
from shared.store import keys
from shared.store.pools import move_seats
from shared.store.users import change_user, count_owners, put_held, put_new_user


class Wanted(NamedTuple):
    """A seat that is asked for."""

    sku: str
    role: str


def check_wanted(wanted: Sequence[Wanted]) -> None:
    """Refuse two seats of one product, and (Invalid `role_not_allowed`) a role that the SKU cannot carry."""
    products = [SKUS[each.sku].product for each in wanted]
    if len(set(products)) < len(products):
        raise Invalid({"licenses": "has two of one product; a user holds at most one license per product"})
    for number, each in enumerate(wanted):
        check_role(each, field=f"licenses.{number}.role")


def check_role(wanted: Wanted, *, field: str = "role") -> None:
    """Invalid `role_not_allowed` when the SKU cannot carry the role."""
    if not can_carry(SKUS[wanted.sku], wanted.role):
        allowed = ", ".join(SKUS[wanted.sku].roles)
        raise Invalid({field: f"{wanted.sku} carries {allowed}"}, code="role_not_allowed")


def with_seats(user: User, wanted: Sequence[Wanted], change: Change) -> User:
    """The user with the seats asked for, taken now."""
    for each in wanted:
        product = SKUS[each.sku].product
        seat = seated(user.seats.get(product), sku=each.sku, role=each.role, now=change.books.now)
        user = user.with_seat(product, seat)
    return user


def add_with_seats(change: Change, user: User) -> None:
    """Add a new user to the transaction, and take their seats. Impossible `no_license_available`."""
    _move(change, pool_moves(None, user))
    put_new_user(change.transaction, change.call.account_id, user)
    count_owners(change.transaction, change.call.account_id, owner_seats_change(None, user))


def change_with_seats(change: Change, before: User, after: User) -> None:
    """Add a changed user to the transaction. Impossible `no_license_available` or `last_owner`."""
    transaction, account_id = change.transaction, change.call.account_id
    owners = owner_seats_change(before, after)
    if owners < 0 and change.items[keys.owners(account_id)]["count"] <= 1:
        raise Impossible("last_owner", "This is the account's last active owner_manager. Make somebody else one first.")
    _move(change, pool_moves(before, after))
    change_user(transaction, account_id, before, after)
    count_owners(transaction, account_id, owners)
    for held in ended_seats(before, after, change.books.now):
        put_held(transaction, account_id, held, ordinal=after.version)


def check_available(books: Books, moves: Mapping[str, int]) -> None:
    """Impossible `no_license_available`, saying what is missing would cost, or `not_sold_on_plan`."""
    for sku, count in moves.items():
        pool = books.pool(sku)
        if count <= pool.available:
            continue
        if not pool.version:
            plan_selling(books, SKUS[sku])
        missing = count - pool.available
        raise Impossible(
            "no_license_available", f"{sku}: {pool.owned} owned, none free. Take one back, or buy {missing} more.",
            cost=_cost(books, sku, missing),
        )  # fmt: skip


def _move(change: Change, moves: Mapping[str, int]) -> None:
    check_available(change.books, moves)
    for sku, count in moves.items():
        move_seats(change.transaction, change.call.account_id, sku, count)


def _cost(books: Books, sku: str, quantity: int) -> dict[str, Any] | None:
    try:
        made = offer(books, sku, quantity, source="cost")
    except Impossible:
        return None  # it cannot be bought at present; the refusal stands without a price
    due_now = shown_due(
        net=made.net, tax=made.tax, days=made.days, days_in_month=made.days_in_month,
        charged_quantity=made.charged_quantity,
    )  # fmt: skip
    return {
        "sku": sku, "quantity": quantity, "unit_price": made.price.unit_price, "currency": books.account.currency,
        "due_now": due_now,
    }  # fmt: skip

"""Pairs of commands that want the same thing, and what may come of them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from shared.account.advance import advance
from shared.account.cancellation import cancel_order
from shared.account.change import Call
from shared.account.deletion import delete_licenses
from shared.account.price_loading import NewPrice, load_prices
from shared.account.purchase import place_order, sign_order
from shared.account.seat_moves import Wanted
from shared.account.seats import assign
from shared.account.signing import Signature
from shared.auth import OWNERS, Caller
from shared.ids import new_id
from shared.store.accounts import read_account
from tests.unit.proof.interleaving import Command
from tests.unit.proof.place import Place

Outcomes = set[tuple[str, str]]
MONTH = timedelta(days=32)
FEW = 2


@dataclass(frozen=True)
class Pair:
    """Two commands, the outcomes that are allowed, and what holds of the company after every order."""

    commands: tuple[Command, Command]
    allowed: Outcomes
    holds: Callable[[], bool] = lambda: True
    most_interruptions: int | None = None
    """For commands of so many calls that not every order can be gone through."""


def _call(place: Place) -> Call:
    return Call(Caller(place.account_id, place.company.owner_id, OWNERS), "POST", "/", new_id(), key=new_id())


def _changed(change: Callable[..., Any], place: Place, *given: Any) -> Command:
    """A change that tells `done` where it is not refused."""

    def command() -> str:
        change(_call(place), *given)
        return "done"

    return command


def _seat(place: Place, username: str, sku: str = "jobs-rolling", role: str = "engineer") -> Command:
    return _changed(assign, place, place.people[username], "jobs", Wanted(sku, role))


def _one_left(place: Place) -> None:
    place.done("POST", "/v1/licenses/jobs-rolling/deletions", {"quantity": 1})


def _pool(place: Place, sku: str) -> tuple[int, int]:
    pool = place.company.pool(sku)
    return pool["owned"], pool["assigned"]


def two_want_the_last_seat(place: Place) -> Pair:
    _one_left(place)
    place.add("dee")
    full = "no_license_available"
    allowed = {("done", full), (full, "done")}
    return Pair((_seat(place, "bob"), _seat(place, "dee")), allowed, lambda: _pool(place, "jobs-rolling") == (2, 2))


def a_seat_is_taken_and_deleted(place: Place) -> Pair:
    _one_left(place)
    deleted = _changed(delete_licenses, place, "jobs-rolling", 1)
    allowed = {("done", "not_enough_available"), ("no_license_available", "done")}
    return Pair((_seat(place, "bob"), deleted), allowed, lambda: _pool(place, "jobs-rolling") in {(2, 2), (1, 1)})


def an_order_is_signed_and_cancelled(place: Place) -> Pair:
    order, sha256 = place.order("jobs-rolling", 2)
    signed = _changed(sign_order, place, order["order_id"], Signature("Ana Pop", sha256, "Ana Pop"))
    cancelled = _changed(cancel_order, place, order["order_id"])
    late = "order_not_pending"
    return Pair(
        (signed, cancelled), {("done", late), (late, "done")}, lambda: _pool(place, "jobs-rolling")[0] in {3, 5}
    )


def an_order_is_signed_and_expires(place: Place) -> Pair:
    order, sha256 = place.order("jobs-rolling", 2)
    place.ahead(timedelta(hours=719), idle=False)
    place.ahead(timedelta(minutes=59, seconds=58))
    run_at = place.now + timedelta(seconds=30)
    signed = _changed(sign_order, place, order["order_id"], Signature("Ana Pop", sha256, "Ana Pop"))
    allowed = {("done", "0 expired"), ("order_not_pending", "1 expired")}
    return Pair(
        (signed, lambda: f"{advance(place.account_id, run_at).expired} expired"), allowed, most_interruptions=FEW
    )


def an_order_meets_a_new_price(place: Place) -> Pair:
    quote = place.quote("jobs-rolling", 2)
    signature = Signature("Ana Pop", quote["document_sha256"], "Ana Pop")
    dearer = [NewPrice("go_paperless", "jobs-rolling", "GBP", 9900, place.now.date())]

    def loaded() -> str:
        load_prices(dearer)
        return "done"

    def was_reviewed() -> bool:
        orders = place.done("GET", "/v1/licenses/orders", query={"sku": "jobs-rolling"})["items"]
        return {order["unit_price"] for order in orders} == {quote["unit_price"]}

    placed = _changed(place_order, place, quote["quote_id"], signature)
    return Pair((placed, loaded), {("done", "done"), ("quote_changed", "done")}, was_reviewed)


def a_term_renews_while_a_seat_is_taken(place: Place) -> Pair:
    place.buy("jobs-contracted", 1)
    place.done("PUT", "/v1/licenses/jobs-contracted/renewal", {"quantity": 1})
    term = next(each for each in place.done("GET", "/v1/licenses")["products"] if each["term"])["term"]
    ends = read_account(place.account_id).zones.start_of(date.fromisoformat(term["ends_before"]))
    place.ahead(ends - place.now - timedelta(hours=1), idle=False)
    place.ahead(timedelta(minutes=59, seconds=58))
    run_at = place.now + timedelta(seconds=30)
    seated, renewed = (
        _seat(place, "bob", "jobs-contracted"),
        lambda: f"{advance(place.account_id, run_at).renewed} renewed",
    )
    allowed = {("done", "1 renewed"), ("no_license_available", "1 renewed")}
    return Pair((seated, renewed), allowed, lambda: _pool(place, "jobs-contracted") in {(2, 2), (1, 1)}, FEW)


def a_month_closes_while_something_is_bought(place: Place) -> Pair:
    place.ahead(MONTH)
    quote = place.quote("jobs-rolling", 2)
    signature = Signature("Ana Pop", quote["document_sha256"], "Ana Pop")
    placed = _changed(place_order, place, quote["quote_id"], signature)
    return Pair((_advanced(place), placed), {("done", "done")}, lambda: _invoices(place) == 2, FEW)


def a_month_is_charged_by_two(place: Place) -> Pair:
    place.ahead(MONTH)
    deleted = _changed(delete_licenses, place, "jobs-rolling", 1)
    return Pair((_advanced(place), deleted), {("done", "done")}, lambda: _invoices(place) == 2, FEW)


def two_runs_bill_one_month(place: Place) -> Pair:
    place.ahead(MONTH)
    return Pair((_advanced(place), _advanced(place)), {("done", "done")}, lambda: _invoices(place) == 2, FEW)


def two_owners_step_down(place: Place) -> Pair:
    place.add("eve", jobs_rolling="owner_manager")
    place.people["ana"] = place.company.owner_id
    first, second = _seat(place, "ana", "jobs-contracted"), _seat(place, "eve")
    return Pair((first, second), {("done", "last_owner"), ("last_owner", "done")})


def _advanced(place: Place) -> Command:
    def command() -> str:
        advance(place.account_id, place.now)
        return "done"

    return command


def _invoices(place: Place) -> int:
    return len(place.done("GET", "/v1/billing/invoices")["items"])


PAIRS: tuple[Callable[[Place], Pair], ...] = (
    two_want_the_last_seat, a_seat_is_taken_and_deleted, an_order_is_signed_and_cancelled,
    an_order_is_signed_and_expires, an_order_meets_a_new_price, a_term_renews_while_a_seat_is_taken,
    a_month_closes_while_something_is_bought, a_month_is_charged_by_two, two_runs_bill_one_month, two_owners_step_down,
)  # fmt: skip

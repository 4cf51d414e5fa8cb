"""Every route that writes: what stands before, and the one call."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from tests.support.sample import order_body, signature_body
from tests.unit.proof.place import Place

Action = Callable[[], Any]
Preparing = Callable[[Place], Action]
KEY = "one-key"
MONTH = timedelta(days=32)


def _call(place: Place, method: str, path: str, body: Any = None, **more: Any) -> Action:
    return lambda: place.company.call(method, path, body, key=KEY, **more)


def quote(place: Place) -> Action:
    return _call(place, "POST", "/v1/licenses/quotes", {"sku": "jobs-rolling", "quantity": 2})


def order_unsigned(place: Place) -> Action:
    return _call(place, "POST", "/v1/licenses/orders", order_body(place.quote("jobs-rolling", 2), None))


def order_signed(place: Place) -> Action:
    return _call(place, "POST", "/v1/licenses/orders", order_body(place.quote("jobs-contracted", 2), "Ana Pop"))


def sign(place: Place) -> Action:
    order, sha256 = place.order("sales-person-contracted", 2)
    return _call(place, "POST", f"/v1/licenses/orders/{order['order_id']}/signature", signature_body(sha256))


def sign_again(place: Place) -> Action:
    """The same, by the same person, with another key."""
    order, sha256 = place.order("sales-person-contracted", 2)
    path = f"/v1/licenses/orders/{order['order_id']}/signature"
    place.done("POST", path, signature_body(sha256))
    return _call(place, "POST", path, signature_body(sha256))


def cancel(place: Place) -> Action:
    order, _ = place.order("jobs-rolling", 2)
    return _call(place, "POST", f"/v1/licenses/orders/{order['order_id']}/cancellation")


def delete(place: Place) -> Action:
    return _call(place, "POST", "/v1/licenses/jobs-rolling/deletions", {"quantity": 1})


def set_renewal(place: Place) -> Action:
    return _call(place, "PUT", "/v1/licenses/jobs-contracted/renewal", {"quantity": 0})


def withdraw_renewal(place: Place) -> Action:
    place.done("PUT", "/v1/licenses/jobs-contracted/renewal", {"quantity": 0})
    return _call(place, "DELETE", "/v1/licenses/jobs-contracted/renewal")


def add_user(place: Place) -> Action:
    seat = {"sku": "jobs-rolling", "role": "engineer"}
    body = {"username": "dee", "name": "Dee Ek", "email": "dee@brookvale.example", "licenses": [seat]}
    return _call(place, "POST", "/v1/users", body)


def patch_user(place: Place) -> Action:
    return _call(
        place, "PATCH", f"/v1/users/{place.people['bob']}", {"name": "Bo Lind", "email": "bo2@brookvale.example"}
    )


def assign(place: Place) -> Action:
    seat = {"sku": "jobs-rolling", "role": "engineer"}
    return _call(place, "PUT", f"/v1/users/{place.people['bob']}/licenses/jobs", seat)


def change_sku(place: Place) -> Action:
    place.buy("jobs-daily", 1)
    seat = {"sku": "jobs-daily", "role": "engineer"}
    return _call(place, "PUT", f"/v1/users/{place.people['cyd']}/licenses/jobs", seat)


def unassign(place: Place) -> Action:
    return _call(place, "DELETE", f"/v1/users/{place.people['cyd']}/licenses/jobs")


def deactivate(place: Place) -> Action:
    return _call(place, "POST", f"/v1/users/{place.people['cyd']}/deactivation")


def reactivate(place: Place) -> Action:
    place.done("POST", f"/v1/users/{place.people['cyd']}/deactivation")
    return _call(place, "POST", f"/v1/users/{place.people['cyd']}/reactivation")


def import_small(place: Place) -> Action:
    return _call(place, "POST", "/v1/users/imports", raw=people_file(3), headers={"content-type": "text/csv"})


def import_long(place: Place) -> Action:
    return _call(place, "POST", "/v1/users/imports", raw=people_file(150), headers={"content-type": "text/csv"})


def change_company(place: Place) -> Action:
    return _call(place, "PATCH", "/v1/company", {"name": "Brook & Vale plc", "time_zone": "Europe/Dublin"})


def archive(place: Place) -> Action:
    place.consume("order.signed")
    return _call(place, "POST", "/v1/contracts/archive")


def delete_when_a_month_is_due(place: Place) -> Action:
    """The month that is over is charged first."""
    place.ahead(MONTH)
    return _call(place, "POST", "/v1/licenses/jobs-rolling/deletions", {"quantity": 1})


def people_file(number: int) -> str:
    header = "username,name,email,jobs_sku,jobs_role,sales_sku,sales_role"
    seats = ["jobs-rolling,owner_manager"] + [","] * (number - 1)
    rows = [f"new.{n:03},New {n},new{n}@brookvale.example,{seat},," for n, seat in enumerate(seats)]
    return "\r\n".join([header, *rows]) + "\r\n"


API: tuple[Preparing, ...] = (
    quote, order_unsigned, order_signed, sign, sign_again, cancel, delete, set_renewal, withdraw_renewal, add_user,
    patch_user, assign, change_sku, unassign, deactivate, reactivate, import_small, import_long, change_company,
    archive, delete_when_a_month_is_due,
)  # fmt: skip

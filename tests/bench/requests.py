"""Round trips to the tables: of every route, and of an event of the bus."""

from collections.abc import Iterator

from tests.bench.measure import Row
from tests.bench.units import every_route
from tests.support.every_route import Route, Visited, company_of_twenty
from tests.support.reports import booked, record
from tests.support.sandbox import at

MOST_OF_A_READ, MOST_OF_A_WRITE, MOST_OF_AN_EVENT, BATCH = 2, 3, 1, 10
MORE: dict[Route, int] = {
    ("GET", "/v1/licenses"): 2, ("GET", "/v1/catalog"): 1, ("GET", "/v1/licenses/orders"): 1,
    ("POST", "/v1/licenses/quotes"): 1, ("POST", "/v1/licenses/orders"): 1,
}  # fmt: skip
"""One more for a list price, one more for pending orders."""

EXCEPTIONS: dict[Route, tuple[int, str]] = {
    ("GET", "/v1/activity"): (5, "the account's clock, and each of the three months that its page is filled from"),
    ("GET", "/v1/billing/charges"): (3, "the numbers of invoices are worked out at reading"),
    ("GET", "/v1/billing/invoices/{number}"): (3, "the invoice, and its lines in a partition of their own"),
    ("GET", "/v1/billing/upcoming"): (5, "used days, what is charged already, and list prices"),
    ("GET", "/v1/utilization"): (5, "people, used days, and list prices"),
    ("GET", "/v1/users/imports/{import_id}"): (3, "the import, and its rows in a partition of their own"),
    ("GET", "/v1/contracts/archives/{archive_id}"): (3, "the request, and all contracts"),
    ("POST", "/v1/contracts/archive"): (5, "the account's clock, all contracts before and after the request is kept"),
    ("POST", "/v1/users/imports"): (9, "two changes in one call: the import, and its people"),
}  # fmt: skip


def allowed(route: Visited) -> int:
    """How many requests a route may take."""
    key = (route.method, route.path)
    most = (MOST_OF_A_READ if route.is_read else MOST_OF_A_WRITE) + MORE.get(key, 0)
    return EXCEPTIONS[key][0] if key in EXCEPTIONS else most


def bus_event(batch: int) -> float:
    """Requests for each event of a batch of bookings of several people."""
    with company_of_twenty() as visitor:
        people = [user["user_id"] for user in visitor.company.call("GET", "/v1/users").body["items"]]
        now, account_id = at("2027-05-05T09:00"), visitor.account.account_id
        bodies = [booked(account_id, user_id, now, on="2027-05-06") for user_id in people[:batch]]
        before = visitor.tables.so_far()
        record(*bodies)
        return len((visitor.tables.so_far() - before).requests) / batch


def rows() -> Iterator[Row]:
    """The routes that keep to two and three, then each that does not, with its reason."""
    routes = [each for each in every_route() if each.units.requests]
    for is_read, most, kind in ((True, MOST_OF_A_READ, "reads"), (False, MOST_OF_A_WRITE, "writes")):
        plain = [each for each in routes if each.is_read == is_read and (each.method, each.path) not in EXCEPTIONS]
        worst = max(len(each.units.requests) - MORE.get((each.method, each.path), 0) for each in plain)
        yield Row(
            f"{len(plain)} {kind}, the most of one, list price and pending apart / {most}", worst, most, "requests", 1.0
        )
    for each in routes:
        if (each.method, each.path) in EXCEPTIONS:
            why = EXCEPTIONS[each.method, each.path][1]
            most = MOST_OF_A_READ if each.is_read else MOST_OF_A_WRITE
            yield Row(f"  {each.method} {each.path}: {why}", len(each.units.requests), most, "requests")
    yield Row(
        "an event of the bus, of ten that come together / one", bus_event(BATCH), MOST_OF_AN_EVENT, "requests", 1.0
    )
    yield Row("  the same alone", bus_event(1), MOST_OF_AN_EVENT, "requests")

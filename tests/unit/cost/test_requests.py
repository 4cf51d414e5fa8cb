"""Every route's requests to the tables: two for a read, three for a write, but for those that say why.

One more each for a list price and for pending orders.
"""

import pytest

from tests.bench.requests import EXCEPTIONS, allowed, bus_event
from tests.bench.units import every_route
from tests.support.every_route import Route
from tests.support.template import routes

BATCH = 10


@pytest.mark.parametrize("route", routes(), ids=" ".join)
def test_a_route_takes_no_more_requests_than_it_may(route: Route) -> None:
    (visited,) = (each for each in every_route() if (each.method, each.path) == route)
    assert len(visited.units.requests) <= allowed(visited)


def test_no_exception_is_made_in_vain() -> None:
    known = {(each.method, each.path): len(each.units.requests) for each in every_route()}
    assert {route: known[route] for route in EXCEPTIONS} == {route: most for route, (most, _) in EXCEPTIONS.items()}


def test_an_event_of_a_full_batch_takes_less_than_one_request() -> None:
    assert bus_event(BATCH) * BATCH == bus_event(1) == 3

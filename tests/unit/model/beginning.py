"""Where every history begins: both companies are in the middle of things, brought there by steps of their own."""

from datetime import timedelta

from tests.unit.model.buying_steps import Buying
from tests.unit.model.following_steps import Following
from tests.unit.model.how import How
from tests.unit.model.people_steps import Seating
from tests.unit.model.seating import Wanted
from tests.unit.model.time_steps import Time

BOUGHT = (
    (0, "jobs-rolling", 3), (0, "jobs-daily", 3), (0, "sales-support-rolling", 1), (0, "sales-person-contracted", 2),
    (1, "jobs-contracted", 3),
)  # fmt: skip
SEATED = (
    (0, Wanted("jobs-daily", "engineer")), (0, Wanted("jobs-rolling", "financial_office_staff")),
    (0, Wanted("jobs-daily", "office_staff")), (0, Wanted("sales-person-contracted", "owner_manager")), (0, None),
    (1, Wanted("jobs-contracted", "owner_manager")), (1, Wanted("jobs-rolling", "engineer")), (1, None),
)  # fmt: skip
PENDING = ((0, "jobs-contracted", 2), (1, "jobs-rolling", 1))


class Beginning(Buying, Seating, Time, Following):
    """Nothing but what it takes."""


def begin_in_the_middle() -> None:
    """Buy, add people, give them log-ins; what comes of it is where the world is set back to."""
    start = Beginning()
    for at in (0, 1):  # so that the terms to begin end inside a month
        start.time_passes(How(at, None, None), timedelta(days=12), is_lived=True)
        start.the_model_tells_what_there_is()
    for at, sku, quantity in BOUGHT:
        start.buy(How(at, None, None), sku, quantity, is_signed=True)
    for at, wanted in SEATED:
        start.steps += 1
        start.add(How(at, None, None), [wanted] if wanted else [], "Bo Lind", None)
    for at, sku, quantity in PENDING:
        start.buy(How(at, None, None), sku, quantity, is_signed=False)
    start.number_the_renewal(How(0, None, None), "sales-person-contracted", 0, is_guarded=False)
    for company in start.companies:
        start.follow(company)
    start.world.prepared(start.companies)

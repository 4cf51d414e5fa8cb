"""Where money is wasted, with the sum that it comes to."""

from datetime import UTC, date, datetime, timedelta

from shared.account.plan_change import change_plan
from shared.account.seat_moves import Wanted
from shared.account.seats import assign
from shared.account.utilization import utilization
from shared.domain.utilization import Window, least_available
from tests.support.history import World
from tests.support.memory_tables import MemoryTables
from tests.support.sandbox import load_price

NOW = datetime(2027, 3, 5, 9, tzinfo=UTC)
LATER = datetime(2027, 4, 10, 9, tzinfo=UTC)


def advice(world: World) -> list[tuple[str, str, int, int]]:
    """Kind, SKU, person and saving."""
    items = utilization(world.account_id, limit=100, cursor=None)["items"]
    people = {user: number for number, user in enumerate(world.users)}
    return [(each["kind"], each["sku"], people.get(each["user_id"], -1), each["saving"]) for each in items]


def use(world: World, person: int, days: int) -> None:
    for day in range(days):
        at = datetime(2027, 3, 20, 9, tzinfo=UTC) + timedelta(days=day)
        world.log_in(person, f"{person}-{day}", at)


def test_a_month_is_paid_in_parts_of_the_months_it_lies_in() -> None:
    window = Window(date(2027, 4, 10), 5, "GBP")
    assert (window.starts_on, len(window.dates)) == (date(2027, 3, 11), 30)
    # 25 of 31 days of March's month, 5 of 30 of April's.
    assert window.monthly_cost(lambda _: 2600) == round(2600 * 25 / 31 + 2600 * 5 / 30)


def test_unused_little_used_and_much_used_seats_are_told(tables: MemoryTables) -> None:
    world = World(NOW)
    world.buy("jobs-rolling", 2)
    world.buy("jobs-daily", 1)
    for person, sku in enumerate(("jobs-rolling", "jobs-rolling", "jobs-daily")):
        world.seat(person, sku)
    use(world, 1, 3)
    use(world, 2, 12)
    use_owner(world)
    world.until(LATER)
    rolling = 2530
    assert advice(world) == [
        ("daily_is_cheaper", "jobs-rolling", 1, rolling - 3 * 250),
        ("rolling_is_cheaper", "jobs-daily", 2, 12 * 250 - rolling),
        ("unused_seat", "jobs-rolling", 0, rolling),
    ]


def test_a_month_costs_what_it_did_on_its_first_day(tables: MemoryTables) -> None:
    world = World(NOW)
    load_price("go_paperless", "jobs-rolling", 3100, "2027-03-09")
    world.buy("jobs-rolling", 1)
    world.seat(0, "jobs-rolling")
    use_owner(world)
    world.until(LATER)
    assert advice(world) == [("unused_seat", "jobs-rolling", 0, round(2600 * 25 / 31 + 3100 * 5 / 30))]


def test_of_a_product_taken_up_inside_a_month_the_first_price_known_counts(tables: MemoryTables) -> None:
    world = World(NOW, plans={"jobs": "go_paperless"})
    use_owner(world)
    world.until(NOW + timedelta(days=2))
    change_plan(world.account_id, "sales", "starter")
    world.buy("sales-person-rolling", 1)
    assign(world._call(), world.users[0], "sales", Wanted("sales-person-rolling", "sales_person"))
    world.until(LATER)
    assert advice(world) == [("unused_seat", "sales-person-rolling", 0, round(5200 * 25 / 31 + 5200 * 5 / 30))]


def use_owner(world: World) -> None:
    world.users.append(world.owner_id)
    use(world, 3, 1)


def test_a_seat_held_for_less_than_the_days_looked_at_is_left_alone(tables: MemoryTables) -> None:
    world = World(NOW)
    use_owner(world)
    world.until(NOW + timedelta(days=20))
    world.buy("jobs-rolling", 1)
    world.seat(0, "jobs-rolling")
    world.until(LATER)
    assert advice(world) == []


def test_what_was_never_held_can_be_left_out_at_the_renewal(tables: MemoryTables) -> None:
    world = World(NOW, quantity=6)
    use_owner(world)
    world.until(LATER - timedelta(days=10))
    world.seat(0, "jobs-contracted")
    world.seat(0, None)
    world.seat(1, "jobs-contracted")
    world.buy("jobs-contracted", 2)
    world.until(LATER)
    # Five of six were free at first, six of eight are now.
    assert advice(world) == [("lower_renewal", "jobs-contracted", -1, 5 * 2000)]
    world.lower("jobs-contracted", 5)
    assert advice(world) == [("lower_renewal", "jobs-contracted", -1, 2 * 2000)]
    world.lower("jobs-contracted", 3)
    assert advice(world) == []


def test_the_fewest_free_licenses_are_found_between_changes() -> None:
    days = [NOW + timedelta(days=day) for day in range(10)]
    held = [(days[0], None), (days[2], days[4]), (days[3], days[5])]
    assert least_available(owned=5, bought={days[6]: 2}, held=held, since=days[1]) == 0
    assert least_available(owned=5, bought={days[6]: 2}, held=held, since=days[5]) == 2
    assert least_available(owned=5, bought={}, held=[], since=days[0]) == 5


def test_advice_comes_in_pages(tables: MemoryTables) -> None:
    world = World(NOW, quantity=4)
    for person in range(3):
        world.seat(person, "jobs-contracted")
    world.until(LATER)
    first = utilization(world.account_id, limit=3, cursor=None)
    rest = utilization(world.account_id, limit=3, cursor=first["next_cursor"])
    assert (len(first["items"]), len(rest["items"]), rest["next_cursor"]) == (3, 1, None)
    assert "before 2028-03-05" in first["items"][0]["explanation"]

"""With ten times as many people, events or contracts a call takes the same requests."""

from tests.bench.growth import grown


def test_requests_do_not_grow_with_people_events_or_contracts() -> None:
    for each in grown():
        assert (each.name, len(each.after.requests)) == (each.name, len(each.before.requests))

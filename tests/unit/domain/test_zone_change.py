"""A change of zone counts from its date on; before that it can be replaced or withdrawn."""

from datetime import date

from shared.domain.calendar import ZoneFrom, Zones

LONDON = Zones((ZoneFrom("Europe/London", date.min),))
TODAY, NEXT = date(2027, 3, 25), date(2027, 4, 5)


def test_a_new_zone_is_added_with_its_date() -> None:
    assert LONDON.changed("Asia/Tokyo", from_on=NEXT, today=TODAY).history[1:] == (ZoneFrom("Asia/Tokyo", NEXT),)


def test_a_zone_that_does_not_count_yet_is_replaced() -> None:
    tokyo = LONDON.changed("Asia/Tokyo", from_on=NEXT, today=TODAY)
    auckland = tokyo.changed("Pacific/Auckland", from_on=NEXT, today=TODAY)
    assert auckland.history[1:] == (ZoneFrom("Pacific/Auckland", NEXT),)


def test_going_back_to_the_zone_that_counts_is_no_change() -> None:
    tokyo = LONDON.changed("Asia/Tokyo", from_on=NEXT, today=TODAY)
    assert tokyo.changed("Europe/London", from_on=NEXT, today=TODAY) == LONDON


def test_a_zone_that_counts_already_stays_in_the_history() -> None:
    tokyo = LONDON.changed("Asia/Tokyo", from_on=NEXT, today=TODAY)
    later = tokyo.changed("Europe/London", from_on=date(2027, 5, 5), today=NEXT)
    assert [step.zone for step in later.history] == ["Europe/London", "Asia/Tokyo", "Europe/London"]

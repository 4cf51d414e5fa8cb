"""Local days, billing months and terms, whatever the zone, the month or the year."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.calendar import ZoneFrom, Zones, billing_date_after, is_zone, month_holding, years_after
from shared.domain.term import first_term

ZONES = (
    "Europe/London", "Australia/Sydney", "America/New_York", "Africa/Cairo", "America/Havana", "Asia/Beirut",
    "Pacific/Apia", "Pacific/Kiritimati", "Pacific/Pago_Pago", "America/Santiago", "Asia/Kathmandu", "UTC",
)  # fmt: skip
zones = st.sampled_from(ZONES)
days = st.dates(date(2010, 1, 1), date(2033, 12, 31))
instants = st.datetimes(datetime(2010, 1, 2), datetime(2033, 12, 30)).map(lambda at: at.replace(tzinfo=UTC))


def one(zone: str) -> Zones:
    return Zones((ZoneFrom(zone, date.min),))


@pytest.mark.parametrize(
    ("first", "dates"),
    [
        (date(2027, 1, 31), ["2027-01-31", "2027-02-28", "2027-03-31", "2027-04-30", "2027-05-31"]),
        (date(2028, 1, 31), ["2028-01-31", "2028-02-29", "2028-03-31"]),
        (date(2024, 1, 30), ["2024-01-30", "2024-02-29", "2024-03-30", "2024-04-30"]),
        (date(2023, 1, 30), ["2023-01-30", "2023-02-28", "2023-03-30", "2023-04-30"]),
    ],
)
def test_a_short_month_takes_its_last_day_and_the_next_returns(first: date, dates: list[str]) -> None:
    found = [first]
    while len(found) < len(dates):
        found.append(billing_date_after(found[-1], first.day))
    assert [str(day) for day in found] == dates


@given(days, st.integers(1, 31))
def test_every_day_is_in_exactly_one_billing_month(day: date, billing_day: int) -> None:
    month = month_holding(day, billing_day)
    assert month.starts_on <= day < month.ends_before
    assert month_holding(month.ends_before, billing_day).starts_on == month.ends_before
    assert month_holding(month.ends_before - timedelta(days=1), billing_day) == month
    assert 28 <= month.days <= 31


@pytest.mark.parametrize("zone", ["Europe/London", "Pacific/Auckland", "America/St_Johns"])
def test_billing_dates_never_drift(zone: str) -> None:
    zones = one(zone)
    for number in range((date(2034, 1, 1) - date(2024, 1, 1)).days):
        first = day = date(2024, 1, 1) + timedelta(days=number)
        for _ in range(24):
            day = billing_date_after(day, first.day)
            last = (day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
            assert day.day == min(first.day, last.day)
            assert zones.local_date(zones.start_of(day)) == day


def test_a_term_from_29_february_does_not_drift() -> None:
    term, ends = first_term("jobs", date(2024, 2, 29)), []
    for _ in range(5):
        ends.append(str(term.ends_before))
        term = term.next({})
    assert ends == ["2025-02-28", "2026-02-28", "2027-02-28", "2028-02-29", "2029-02-28"]


@given(st.dates(date(2024, 1, 1), date(2033, 12, 31)), st.integers(0, 12))
def test_years_are_counted_from_the_anchor(anchor: date, years: int) -> None:
    found = years_after(anchor, years)
    assert (found.year, found.month) == (anchor.year + years, anchor.month)


@given(zones, days)
def test_a_local_day_starts_at_the_first_instant_that_has_its_date(zone: str, day: date) -> None:
    start = one(zone).start_of(day)
    assert one(zone).local_date(start) >= day
    assert one(zone).local_date(start - timedelta(microseconds=1)) < day


@given(zones, instants)
def test_every_instant_is_within_its_local_day(zone: str, at: datetime) -> None:
    day = one(zone).local_date(at)
    assert one(zone).start_of(day) <= at < one(zone).end_of(day)


def test_a_day_on_which_the_clocks_go_forward_has_23_hours() -> None:
    london = one("Europe/London")
    assert london.local_date(datetime(2027, 3, 28, 23, 30, tzinfo=UTC)) == date(2027, 3, 29)
    assert london.local_date(datetime(2027, 3, 27, 23, 30, tzinfo=UTC)) == date(2027, 3, 27)
    assert london.end_of(date(2027, 3, 28)) - london.start_of(date(2027, 3, 28)) == timedelta(hours=23)


@given(zones, zones, days, instants)
def test_after_a_change_of_zone_dates_still_only_go_forward(before: str, after: str, day: date, at: datetime) -> None:
    changed = Zones((ZoneFrom(before, date.min), ZoneFrom(after, day)))
    later = at + timedelta(minutes=37)
    assert changed.local_date(at) <= changed.local_date(later)
    assert changed.start_of(changed.local_date(at)) <= at < changed.end_of(changed.local_date(at))


@given(zones, zones, days)
def test_a_new_zone_counts_from_its_date_on(before: str, after: str, day: date) -> None:
    changed = Zones((ZoneFrom(before, date.min), ZoneFrom(after, day)))
    assert changed.start_of(day) == one(before).start_of(day)
    assert changed.local_date(changed.start_of(day) - timedelta(microseconds=1)) < day


def test_a_day_starts_where_it_did_once_a_third_zone_counts() -> None:
    changed = Zones((ZoneFrom("Pacific/Pago_Pago", date.min), ZoneFrom("Pacific/Kiritimati", date(2027, 4, 5))))
    again = Zones((*changed.history, ZoneFrom("UTC", date(2027, 5, 5))))
    # 25 hours further on, the day of the change itself has no instant.
    for day in (date(2027, 4, 4), date(2027, 4, 5), date(2027, 4, 6), date(2027, 4, 7)):
        assert again.start_of(day) == changed.start_of(day)
        assert changed.local_date(again.start_of(day)) >= day


@pytest.mark.parametrize("name", ["localtime", "Factory", "posixrules", "Europe/Atlantis"])
def test_what_a_machine_calls_its_own_time_is_no_zone(name: str) -> None:
    assert not is_zone(name)
    assert is_zone("Europe/London")

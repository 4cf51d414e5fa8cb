"""Local days, billing months and years of the model, worked out anew: none of it is the product's arithmetic."""

import calendar
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import NamedTuple
from zoneinfo import ZoneInfo

DAY = timedelta(days=1)


class ZoneSince(NamedTuple):
    """A time zone, and the local date from which it counts."""

    since: date
    zone: str


class Month(NamedTuple):
    """A billing month: its first day, and the first day of the next one."""

    start: date
    end: date

    @property
    def days(self) -> int:
        return (self.end - self.start).days


def clipped(year: int, month: int, day: int) -> date:
    """A day of a month, or its last one where the month is too short; month 0 is December, month 13 January."""
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    return date(year, month, min(day, calendar.monthrange(year, month)[1]))


def month_with(day: date, billing_day: int) -> Month:
    """The billing month that a day is in."""
    around = [clipped(day.year, day.month + by, billing_day) for by in (-1, 0, 1, 2)]
    return Month(max(each for each in around if each <= day), min(each for each in around if each > day))


def years_on(day: date, years: int) -> date:
    return clipped(day.year + years, day.month, day.day)


def local_day(zones: Sequence[ZoneSince], instant: datetime) -> date:
    """The local date of an instant. One zone gives way to the next when its own clock reaches that date."""
    since = date.min
    for before, after in pairwise(zones):
        day = instant.astimezone(ZoneInfo(before.zone)).date()
        if day < after.since:
            return max(day, since)
        since = after.since
    return max(instant.astimezone(ZoneInfo(zones[-1].zone)).date(), since)


def begin_of(zones: Sequence[ZoneSince], day: date) -> datetime:
    """The instant at which a local day begins: the clock of the day before runs up to it."""
    zone = [each.zone for each in zones if each.since < day or each is zones[0]][-1]
    return datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(zone)).astimezone(UTC)

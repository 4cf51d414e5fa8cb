"""Dates of an account: local days of its zone, billing months clipped from the billing day, terms (DESIGN 1, 3)."""

import calendar as gregorian
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import TypeVar
from zoneinfo import ZoneInfo, available_timezones

ONE_DAY = timedelta(days=1)
When = TypeVar("When", date, datetime)


@dataclass(frozen=True)
class ZoneFrom:
    """The time zone that counts from a local date on."""

    zone: str
    from_on: date


@dataclass(frozen=True)
class Zones:
    """The zones of an account, oldest first; a change counts for every local date from its own date on."""

    history: tuple[ZoneFrom, ...]

    @property
    def current(self) -> str:
        return self.history[-1].zone

    def changed(self, zone: str, *, from_on: date, today: date) -> "Zones":
        """The zones with one more from a date on; it replaces a change that does not count yet."""
        counted = tuple(step for step in self.history if step.from_on <= today)
        # Going back to the zone that still counts is no change at all.
        return Zones(counted if counted[-1].zone == zone else (*counted, ZoneFrom(zone, from_on)))

    def local_date(self, instant: datetime) -> date:
        """The account's local date of an instant."""
        switch = None
        for earlier, later in zip(self.history, self.history[1:], strict=False):
            if instant < _midnight(earlier.zone, later.from_on):
                return _not_before(_date_in(earlier.zone, instant), switch)
            switch = later.from_on
        return _not_before(_date_in(self.history[-1].zone, instant), switch)

    def start_of(self, day: date) -> datetime:
        """The first instant whose local date is `day` or later."""
        begun = None
        for earlier, later in zip(self.history, self.history[1:], strict=False):
            if day <= later.from_on:
                return _not_before(_midnight(earlier.zone, day), begun)
            begun = _midnight(earlier.zone, later.from_on)
        return _not_before(_midnight(self.history[-1].zone, day), begun)

    def end_of(self, day: date) -> datetime:
        """The first instant whose local date is later than `day`."""
        return self.start_of(day + ONE_DAY)


def is_zone(name: str) -> bool:
    """Whether a name is an IANA time zone."""
    return name in _zone_names()


@cache
def _zone_names() -> frozenset[str]:
    # Made once: it opens every file of the time zone database. Two of them are no zones of IANA's: whatever the machine
    # is set to, and the text of one that is not set yet.
    return frozenset(available_timezones() - {"localtime", "Factory"})


@cache
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)


def _date_in(zone: str, instant: datetime) -> date:
    return instant.astimezone(_zone(zone)).date()


def _not_before(when: When, earliest: When | None) -> When:
    return when if earliest is None else max(when, earliest)


def _midnight(zone: str, day: date) -> datetime:
    # fold=0 takes the offset before a gap, so a midnight that clocks skip is the instant of the skip itself.
    return datetime.combine(day, time(0), tzinfo=_zone(zone)).astimezone(UTC)


def clipped(year: int, month: int, day: int) -> date:
    """The day of that month, or its last day where the month is too short. Months beyond 1-12 carry over."""
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    return date(year, month, min(day, gregorian.monthrange(year, month)[1]))


@dataclass(frozen=True)
class BillingMonth:
    """One aligned month: `starts_on` inclusive, `ends_before` exclusive."""

    starts_on: date
    ends_before: date

    @property
    def days(self) -> int:
        return (self.ends_before - self.starts_on).days


def month_holding(day: date, billing_day: int) -> BillingMonth:
    """The aligned billing month that holds a local day."""
    starts_on = clipped(day.year, day.month, billing_day)
    if starts_on > day:
        return BillingMonth(clipped(day.year, day.month - 1, billing_day), starts_on)
    return BillingMonth(starts_on, clipped(day.year, day.month + 1, billing_day))


def billing_date_after(day: date, billing_day: int) -> date:
    """The first billing date later than a local day."""
    return month_holding(day, billing_day).ends_before


def years_after(anchor: date, years: int) -> date:
    """The anchor's date so many years on; 29 February becomes the 28th in short years and returns."""
    return clipped(anchor.year + years, anchor.month, anchor.day)

"""The span of time that `from` and `to` ask for: local dates of the account or instants, `to` exclusive."""

from datetime import UTC, date, datetime, timedelta

from shared.clock import now_of
from shared.domain.account import Account
from shared.errors import Invalid


def span(account: Account, from_text: str | None, to_text: str | None) -> tuple[datetime, datetime]:
    """From the first instant asked for to just after the last. Invalid names what is no date or instant."""
    opened_on = account.opened_at.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    # A day ahead, so that nothing written while this runs is cut off.
    latest = now_of(account) + timedelta(days=1)
    since = _instant(account, "from", from_text) if from_text is not None else opened_on
    until = _instant(account, "to", to_text) if to_text is not None else latest
    if from_text is not None and to_text is not None and until < since:
        raise Invalid({"to": "must not be before `from`"})
    return max(since, opened_on), min(until, latest)


def _instant(account: Account, field: str, text: str) -> datetime:
    try:
        return _start_of_day(account, text) if len(text) == len("2027-03-05") else _zoned(text)
    except (ValueError, OverflowError):
        raise Invalid({field: "takes a date, 2027-03-05, or an instant, 2027-03-05T09:00:00Z"}) from None


def _start_of_day(account: Account, text: str) -> datetime:
    return account.zones.start_of(date.fromisoformat(text))


def _zoned(text: str) -> datetime:
    instant = datetime.fromisoformat(text)
    if instant.tzinfo is None:
        raise ValueError(text)
    return instant.astimezone(UTC)

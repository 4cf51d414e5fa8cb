"""Putting activity on the bus again after it could not get through; consumers know an event by its id."""

import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice

from shared.clock import now_of, real_now
from shared.domain.account import Account
from shared.domain.activity import Event
from shared.events.bus import NotTaken, publish
from shared.ids import written_at
from shared.store.accounts import read_account
from shared.store.activity import events_since

LATE_JOBS = timedelta(days=31)
"""How long after its own instant an event may have been written: a late job's time is that of its schedule."""

AT_ONCE = 100
ATTEMPTS = 5


@dataclass(frozen=True)
class Republished:
    """How many events of an account went onto the bus again."""

    account_id: str
    events: int


def republish(since: datetime, account_ids: Iterable[str]) -> Iterator[Republished]:
    """Put what was written, or is dated, at `since` or later on the bus again, account by account, oldest first."""
    for account_id in account_ids:
        account, count = read_account(account_id), 0
        events = (event for event in _read(account, since) if max(event.at, written_at(event.event_id)) >= since)
        while some := list(islice(events, AT_ONCE)):
            _persistently(some)
            count += len(some)
        yield Republished(account_id, count)


def _read(account: Account, since: datetime) -> Iterator[Event]:
    # The clock of a sandbox tells nothing of when its events were written.
    earliest = account.opened_at if account.is_sandbox else max(account.opened_at, since - LATE_JOBS)
    latest = max(now_of(account), real_now()) + timedelta(days=1)
    return events_since(account.account_id, earliest, latest)


def _persistently(events: list[Event]) -> None:
    for number in range(ATTEMPTS):
        try:
            publish(events)
        except NotTaken as refused:
            if number == ATTEMPTS - 1:
                raise
            events = events[refused.taken :]
            time.sleep(0.1 * 2**number)
        else:
            return

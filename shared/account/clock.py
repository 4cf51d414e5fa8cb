"""A sandbox's clock: moved forward, it does everything due in between, each at its own instant (DESIGN 3, Sandbox)."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from shared.account.advance import advance
from shared.account.agenda import Agenda
from shared.account.done import NOTHING, Done
from shared.clock import now_of
from shared.domain.account import Account
from shared.errors import Impossible
from shared.store.accounts import read_account, set_clock
from shared.store.transaction import ConditionFailed


def move_clock(
    account_id: str, to: datetime, *, idle: bool = False, reached: Callable[[datetime], None] | None = None
) -> Done:
    """Move a sandbox's clock to an instant; `idle` as if all jobs had stopped. It never goes back.

    `reached` is told each instant on the way.
    Impossible `not_a_sandbox`, `clock_goes_back`, or `clock_moved` when somebody else moves it at the same time.
    """
    account = read_account(account_id)
    if not account.is_sandbox:
        raise Impossible("not_a_sandbox", "Only a sandbox has a clock that can be moved.")
    now = now_of(account)
    if to < now:
        raise Impossible("clock_goes_back", f"The clock stands at {now.isoformat()} and only goes forward.")
    if not idle:
        return _live_through(account, to, reached or (lambda _: None))
    _set(account, to)
    return NOTHING


def _live_through(account: Account, to: datetime, reached: Callable[[datetime], None]) -> Done:
    now = now_of(account)
    done = advance(account.account_id, now)
    agenda = Agenda(account.account_id)
    while (at := agenda.next_instant(now)) <= to:
        account, now = _set(account, at), at
        reached(at)
        done += agenda.advance(at, account.zones.local_date(at))
    _set(account, to)
    return done + advance(account.account_id, to)


def _set(account: Account, to: datetime) -> Account:
    try:
        set_clock(account, to)
    except ConditionFailed:
        raise Impossible("clock_moved", "Somebody else moves this clock at the moment.") from None
    return replace(account, sandbox_now=to)

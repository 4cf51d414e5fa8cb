"""Jobs run for a time, and sandboxes' clocks moved."""

from dataclasses import asdict
from datetime import datetime
from functools import partial
from typing import Any

from infra.operator.progress import month_by_month, one_by_one, say
from shared.account.clock import move_clock
from shared.jobs import run_job


def run(name: str, at: datetime, account_id: str | None) -> dict[str, Any]:
    """Run a job here and now, as at an instant; answers its sums."""
    say(f"Running {name} as at {at.isoformat()} ...")
    sums = run_job(name, at, account_id, each_of=partial(one_by_one, done="accounts"))
    return sums | {"ok": not sums["failed"]}


def move(account_id: str, to: datetime, *, idle: bool) -> dict[str, Any]:
    """Move a sandbox's clock; answers what was done on the way."""
    say(f"Moving the clock to {to.isoformat()} ...")
    done = move_clock(account_id, to, idle=idle, reached=month_by_month())
    return {"account_id": account_id, "now": to, "idle": idle, **asdict(done)}

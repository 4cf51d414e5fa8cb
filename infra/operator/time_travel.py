"""Jobs run for a time, and sandboxes' clocks moved."""

import sys
from dataclasses import asdict
from datetime import datetime
from typing import Any

from shared.account.clock import move_clock
from shared.jobs import run_job


def run(name: str, at: datetime, account_id: str | None) -> dict[str, Any]:
    """Run a job here and now, as at an instant; answers its sums."""
    sys.stderr.write(f"Running {name} as at {at.isoformat()} ...\n")
    sums = run_job(name, at, account_id)
    return sums | {"ok": not sums["failed"]}


def move(account_id: str, to: datetime, *, idle: bool) -> dict[str, Any]:
    """Move a sandbox's clock; answers what was done on the way."""
    sys.stderr.write(f"Moving the clock to {to.isoformat()} ...\n")
    done = move_clock(account_id, to, idle=idle)
    return {"account_id": account_id, "now": to, "idle": idle, **asdict(done)}

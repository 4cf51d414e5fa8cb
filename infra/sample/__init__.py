"""Made-up prices and a made-up company with people in every role, for the local stack."""

from typing import Any

from infra.local.stack import Stack
from infra.operator.target import point_at
from infra.sample.company import load_company
from infra.sample.prices import load_sample_prices


def load(stack: Stack) -> list[dict[str, Any]]:
    """Load what is not there yet; returns the log-ins. Safe to run again, after a crash too."""
    point_at(stack)
    load_sample_prices()
    return load_company(stack)

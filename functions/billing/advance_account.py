"""Queue of due accounts, as `shared.jobs` sends them: everything that is due for each, whichever job found it."""

import json
from dataclasses import asdict
from typing import Any

from shared.account.price_book import PlanIn, PriceBook
from shared.jobs import work_off
from shared.messages import queue_entry

_USUAL: dict[PlanIn, None] = {}


def handler(event: dict[str, Any], context: Any) -> Any:
    """Advance each account alone; one that fails is tried again, and does not hold the others."""
    prices = PriceBook(_USUAL)
    return queue_entry(lambda body: _advance(json.loads(body), prices))(event, context)


def _advance(message: dict[str, str], prices: PriceBook) -> dict[str, Any]:
    return {**message, **asdict(work_off(message, prices))}

"""Queue of what the product reports (bus source `product`): recorded once each, or kept aside with a reason."""

import json
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from shared.account.kept_aside import keep_aside
from shared.account.usage import RECORDED, Outcome, take
from shared.account.usage_shapes import Report
from shared.account.usage_together import read_ahead, take_together
from shared.messages import queue_entry
from shared.store.seen import Seen

SHAPELESS = frozenset({"bad_shape", "unknown_type"})


class NoEnvelope(Exception):
    """A message that the bus did not send; it goes to the dead letters."""


def handler(event: dict[str, Any], context: Any) -> Any:
    """Record each event; only one that could not be looked at is tried again."""
    reports = list(_readable(event))
    seen = read_ahead(reports)
    together = take_together(reports, seen)
    return queue_entry(lambda body: _record(_report(body), seen, together))(event, context)


def _record(report: Report, seen: Seen, together: frozenset[str]) -> dict[str, Any]:
    outcome = RECORDED if report.sha256 in together else take(report, seen)
    if not outcome.is_taken:
        keep_aside(report, outcome.reason, list(outcome.fields))
    return {"outcome": outcome.name, "reason": outcome.reason, **_ids(report, outcome)}


def _ids(report: Report, outcome: Outcome) -> dict[str, Any]:
    # Where not even the shape is right, what stands in the place of an id may be anything: the list of what is kept
    # aside shows it, the log does not.
    if outcome.reason in SHAPELESS:
        return {"sha256": report.sha256, "fields": outcome.fields}
    detail = report.detail
    return {"detail_type": report.detail_type, "account_id": detail["account_id"], "event_id": detail["event_id"]}


def _report(body: str) -> Report:
    """The report in the bus's envelope."""
    try:
        envelope = json.loads(body)
        detail_type, detail = envelope["detail-type"], envelope["detail"]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise NoEnvelope(type(error).__name__) from error
    return Report(str(detail_type), detail if isinstance(detail, dict) else {"detail": detail})


def _readable(event: dict[str, Any]) -> Iterator[Report]:
    for record in event["Records"]:
        with suppress(NoEnvelope):
            yield _report(record["body"])

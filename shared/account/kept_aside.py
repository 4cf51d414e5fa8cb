"""Usage that cannot be taken: kept with its reason, counted and alarmed, listed and replayed by the operator."""

import hashlib
import json
import re
from dataclasses import replace
from typing import Any

from shared.account.usage import take
from shared.account.usage_shapes import Report
from shared.alarms import count
from shared.clock import real_now
from shared.errors import Unknown
from shared.store import kept_aside as store
from shared.store.kept_aside import KeptAside

_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
LONGEST_ID = 200


def keep_aside(report: Report, reason: str, fields: list[str]) -> None:
    """Keep an event that is refused; what is kept already is not counted again."""
    account_id, event_id = report.detail.get("account_id"), report.detail.get("event_id")
    is_account = isinstance(account_id, str) and _ID.fullmatch(account_id)
    kept = KeptAside(
        account_id=account_id if is_account and isinstance(account_id, str) else "unknown",
        event_id=str(event_id) if _may_be_kept_under(event_id) else _made_up_id(report),
        reason=reason, detail_type=report.detail_type, detail=json.dumps(report.detail), sha256=report.sha256,
        received_at=real_now(), fields=tuple(fields),
    )  # fmt: skip
    if store.keep(kept):
        count("KeptAside")


def kept_aside_list() -> list[dict[str, Any]]:
    """Everything that is kept aside, oldest first."""
    kept = sorted(store.all_kept(real_now()), key=lambda each: (each.received_at, each.event_id))
    return [_shown(each) for each in kept]


def kept_aside_replay(event_id: str) -> dict[str, Any]:
    """Try again what is kept of an event id, however old; what is taken is kept no more. Unknown where nothing is."""
    found = store.kept_under(event_id, real_now())
    if not found:
        raise Unknown("event kept aside")
    results = []
    for kept in sorted(found, key=lambda each: each.received_at):
        outcome = take(Report(kept.detail_type, json.loads(kept.detail)), at_any_age=True)
        if outcome.is_taken:
            store.let_go(kept)
        shown = _shown(kept if outcome.is_taken else replace(kept, reason=outcome.reason))
        results.append(shown | {"outcome": outcome.name})
    return {"event_id": event_id, "items": results}


def _may_be_kept_under(event_id: Any) -> bool:
    # Half of a surrogate pair is no text that could be written anywhere.
    is_text = isinstance(event_id, str) and event_id == event_id.encode(errors="replace").decode()
    return is_text and 0 < len(event_id) <= LONGEST_ID


def _made_up_id(report: Report) -> str:
    return "unnamed-" + hashlib.sha256(report.sha256.encode()).hexdigest()[:16]


def _shown(kept: KeptAside) -> dict[str, Any]:
    return {
        "account_id": kept.account_id, "event_id": kept.event_id, "reason": kept.reason, "fields": list(kept.fields),
        "received_at": kept.received_at.isoformat(), "detail_type": kept.detail_type, "detail": json.loads(kept.detail),
    }  # fmt: skip

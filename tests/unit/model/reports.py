"""What a report of the product does to a company of the model."""

import json
from datetime import date, datetime, timedelta
from typing import Any

from tests.unit.model.company import Company, Storage
from tests.unit.model.levels import watch
from tests.unit.model.usage import Version, standing

TAKEN_WITHIN = timedelta(days=90)


def receive(company: Company, kind: str, detail: dict[str, Any]) -> None:
    """Take a report once, or keep it aside."""
    usage, content = company.usage, json.dumps([kind, detail], sort_keys=True)
    event_id, occurred_at = detail["event_id"], datetime.fromisoformat(detail["occurred_at"])
    if event_id in usage.events:
        if usage.events[event_id] != content:
            usage.aside.add((event_id, content))
        return
    knows = {person.user_id for person in company.people}
    if company.now - occurred_at > TAKEN_WITHIN or detail.get("user_id", next(iter(knows))) not in knows:
        usage.aside.add((event_id, content))
        return
    usage.events[event_id] = content
    _apply(company, kind, detail, occurred_at)


def _apply(company: Company, kind: str, detail: dict[str, Any], occurred_at: datetime) -> None:
    if kind == "storage.measured":
        _measure(company, detail["product"], Storage(detail["bytes"], (occurred_at, detail["event_id"])))
    elif kind == "diary_event.actioned" or detail.get("device") == "desktop":
        place = (company.day_of(occurred_at), detail["user_id"])
        company.usage.done.setdefault(place, {})[detail["event_id"]] = company.now
        company.usage.to_look_at.add(place)
    elif kind.startswith("diary_event."):
        day = None if kind == "diary_event.cancelled" else date.fromisoformat(detail["diary_on"])
        version = Version(occurred_at, detail["event_id"], detail["user_id"], day, company.now)
        _book(company, detail["diary_event_id"], version)


def _book(company: Company, diary_event_id: str, version: Version) -> None:
    usage, versions = company.usage, company.usage.diaries.setdefault(diary_event_id, [])
    before = set(standing(company.day_of, versions))
    versions.append(version)
    after = set(standing(company.day_of, versions))
    for each in before ^ after:
        assert each.day
        usage.to_look_at.add((each.day, each.user_id))
    for each in before - after:
        assert each.day
        usage.removed[each.day, each.user_id] = company.now


def _measure(company: Company, product: str, measured: Storage) -> None:
    known = company.storages.get(product)
    if known is None or known.measured <= measured.measured:
        measured.level = known.level if known else 0
        company.storages[product] = measured
        watch(company, product)

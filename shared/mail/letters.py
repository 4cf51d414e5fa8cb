"""Which letters an event brings, and to whom (DESIGN 3, Mail)."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

from shared.account.drafts import draft_name
from shared.domain.account import Account
from shared.domain.activity import Event
from shared.domain.catalog import SKUS
from shared.mail.letter import Letter

Values = dict[str, Any]


def letters_of(event: Event, account: Account) -> list[Letter]:
    """The letters of an event; none for most. Raises KeyError for an event that lacks what it should tell."""
    write = _WRITERS.get(event.event_type)
    return write(event, account) if write else []


def _to_company(kind: str, values: Callable[[Event], Values]) -> Callable[..., list[Letter]]:
    def write(event: Event, account: Account) -> list[Letter]:
        return [_letter(event, account, kind, account.email, values(event))]

    return write


def _order(event: Event) -> Values:
    return {"order": event.after}


def _placed(event: Event, account: Account) -> list[Letter]:
    values = {"order": event.after, "file_name": draft_name(event.after["contract_id"])}
    letter = _letter(event, account, "order_placed", account.email, values)
    return [replace(letter, has_document=True)]


def _deleted(event: Event) -> Values:
    is_daily = SKUS[event.after["sku"]].is_daily
    return {**event.after, "owned_before": event.before["owned"], "is_daily": is_daily}


def _renewed(event: Event) -> Values:
    numbers = event.before["licenses"]
    licenses = [{**each, "before": numbers[each["sku"]]} for each in event.after["licenses"]]
    return {**event.after, "licenses": licenses, "product": event.subject.removeprefix("term/")}


def _storage(event: Event, account: Account) -> list[Letter]:
    kind = f"storage_{event.after['level']}"
    return [_letter(event, account, kind, account.email, dict(event.after), "storage")]


def _address_changed(event: Event, account: Account) -> list[Letter]:
    if "email" not in event.after:
        return []
    values = {"old": event.before["email"], "new": event.after["email"]}
    return [
        _letter(event, account, "address_changed", values[part], values, part=part) for part in ("old", "new")
    ]  # fmt: skip


def _invited(event: Event, account: Account) -> list[Letter]:
    values = {"name": event.after["name"], "username": event.after["username"]}
    return [_letter(event, account, "invitation", event.after["email"], values)]


def _letter(
    event: Event, account: Account, kind: str, to: str, values: Values, template: str = "", *, part: str = ""
) -> Letter:
    common = {"company": account.name, "told": to, "at": event.at.isoformat(), "zone": _zone(account, event.at)}
    return Letter(kind, template or kind, to, {**values, **common}, part)


def _zone(account: Account, at: datetime) -> str:
    today = account.zones.local_date(at)
    return [step.zone for step in account.zones.history if step.from_on <= today][-1]


_WRITERS: dict[str, Callable[[Event, Account], list[Letter]]] = {
    "order.placed": _placed,
    "order.reminder_due": _to_company("signature_reminder", _order),
    "order.signed": _to_company("order_signed", _order),
    "order.expired": _to_company("order_expired", _order),
    "order.cancelled": _to_company("order_cancelled", _order),
    "licenses.deleted": _to_company("licenses_deleted", _deleted),
    "renewal.reminder_due": _to_company("renewal_reminder", lambda event: dict(event.after)),
    "term.renewed": _to_company("renewed", _renewed),
    "invoice.issued": _to_company("invoice_issued", lambda event: {"invoice": event.after}),
    "storage.crossed": _storage,
    "company.changed": _address_changed,
    "login.ready": _invited,
}

MAILED_TYPES = frozenset(_WRITERS)
"""The types of event that can bring a mail."""

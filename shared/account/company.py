"""The company: its name, addresses, tax number and time zone, edited by itself (DESIGN 4; zones: DESIGN 1)."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from shared.account.books import Books
from shared.account.change import Answer, Call, Change, carry_out, etag_of
from shared.clock import now_of
from shared.domain.account import Account
from shared.domain.calendar import billing_date_after
from shared.domain.catalog import PRODUCTS
from shared.store import keys
from shared.store.accounts import read_account
from shared.store.attributes import Item
from shared.store.charges import check_still_open
from shared.store.records import to_item
from shared.store.terms import put_term
from shared.store.transaction import unchanged

EDITABLE = ("name", "email", "address", "time_zone", "tax_id")


def company(account_id: str) -> Answer:
    """The company as it stands."""
    account = read_account(account_id)
    return _answer(account, account.zones.local_date(now_of(account)))


def change_company(call: Call, fields: Mapping[str, str | None]) -> Answer:
    """Change fields, as `checked_fields` gives them. Stale where If-Match names an older version."""

    def attempt(change: Change) -> Answer:
        change.read(due_first="time_zone" in fields)
        before = change.books.account
        call.check_version(before.version)
        after = _changed(change.books, fields)
        changed = [name for name in EDITABLE if _shown(before)[name] != _shown(after)[name]]
        if not changed:
            return _answer(before, change.books.today)
        _write(change, after)
        told = {name: _shown(after)[name] for name in changed}
        if "time_zone" in changed:
            told["time_zone_from_on"] = _zone_from(after, change.books.today)
        change.note(
            "company.changed",
            f"account/{call.account_id}",
            before={name: _shown(before)[name] for name in changed},
            **told,
        )
        return change.finish(_answer(after, change.books.today))

    return carry_out(call, attempt)


def _changed(books: Books, fields: Mapping[str, str | None]) -> Account:
    account = books.account
    rest: Item = {name: value for name, value in fields.items() if name != "time_zone"}
    zone, zones = fields.get("time_zone"), account.zones
    if zone is not None and zone != zones.current:
        # For every local date alike, the zone counts from the next billing date on.
        from_on = billing_date_after(books.today, books.billing.billing_day)
        zones = zones.changed(zone, from_on=from_on, today=books.today)
    return replace(account, **rest, zones=zones, version=account.version + 1)


def _write(change: Change, after: Account) -> None:
    books, transaction = change.books, change.transaction
    fields: Item = {name: value for name, value in _shown(after).items() if name != "time_zone"}
    fields |= {"version": after.version}
    if after.zones != books.account.zones:
        fields |= {"zones": to_item(after)["zones"]}
        check_still_open(transaction, keys.billing(books.account_id), books.billing)
        # When a term wants attention is an instant, which the zone has just moved.
        for term in books.terms.values():
            put_term(transaction, after, term, term)
    transaction.update(keys.account(books.account_id), unchanged(books.account.version), set=fields, name="account")


def _shown(account: Account) -> dict[str, str | None]:
    return {
        "name": account.name, "email": account.email, "address": account.address,
        "time_zone": account.zones.current, "tax_id": account.tax_id,
    }  # fmt: skip


def _answer(account: Account, today: date) -> Answer:
    plans = {product: plan.name for product in PRODUCTS if (plan := account.plan_on(product, today))}
    body = {
        "account_id": account.account_id, **_shown(account), "time_zone_from_on": _zone_from(account, today),
        "tax_rate_bp": account.tax_rate_bp, "currency": account.currency, "plans": plans,
    }  # fmt: skip
    return Answer(200, body, etag_of(account.version))


def _zone_from(account: Account, today: date) -> str | None:
    from_on = account.zones.history[-1].from_on
    return from_on.isoformat() if from_on > today else None

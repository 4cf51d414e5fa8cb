"""Made-up companies to test with: prices loaded, an account opened, its owner able to call."""

import os
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any
from unittest.mock import patch

from shared.account.open import Opening, open_account
from shared.account.price_loading import NewPrice, load_prices
from shared.domain.catalog import PLANS, skus_sold_on
from shared.domain.seat import Subject, User
from shared.store import dynamodb, keys
from shared.store.attributes import Item
from shared.store.keys import Key
from shared.store.records import from_item, to_item
from shared.store.transaction import Transaction
from tests.support.api import Reply, call

PRICES = {
    "jobs-contracted": 2000, "jobs-rolling": 2600, "jobs-daily": 250, "sales-person-contracted": 4500,
    "sales-person-rolling": 5200, "sales-support-contracted": 1500, "sales-support-rolling": 1900,
}  # fmt: skip
OPENING = Opening(
    name="Brook & Vale Ltd", email="office@brookvale.example", address="1 Mill Lane\nLeeds\nLS1 1AA",
    time_zone="Europe/London", currency="GBP", tax_rate_bp=0, plans={"jobs": "go_paperless", "sales": "starter"},
    owner_username="owner", owner_name="Ana Pop", owner_email="ana@brookvale.example",
    sku="jobs-contracted", quantity=1, reference="PO-1", sandbox_now=datetime(2027, 3, 5, 9, tzinfo=UTC),
)  # fmt: skip


@dataclass(frozen=True)
class Company:
    """An account, and its owner who calls."""

    account_id: str
    owner_id: str
    sub: str

    def call(self, method: str, path: str, body: Any = None, **more: Any) -> Reply:
        return call(method, path, body, **({"sub": self.sub} | more))

    def at(self, now: datetime) -> None:
        """Set a sandbox's clock without doing what is due."""
        transaction = Transaction()
        transaction.update(keys.account(self.account_id), set={"sandbox_now": now})
        transaction.commit()

    def buy(self, sku: str, quantity: int, *, signer: str = "Ana Pop") -> Reply:
        """Quote, and order with a signature."""
        quote = self.call("POST", "/v1/licenses/quotes", {"sku": sku, "quantity": quantity}).body
        return self.call("POST", "/v1/licenses/orders", order_body(quote, signer))

    def pool(self, sku: str) -> dict[str, Any]:
        products = self.call("GET", "/v1/licenses").body["products"]
        return next(pool for product in products for pool in product["pools"] if pool["sku"] == sku)


def order_body(quote: dict[str, Any], signer: str | None) -> dict[str, Any]:
    """An order of a quote, signed by name, or with None unsigned."""
    body: dict[str, Any] = {"quote_id": quote["quote_id"]}
    if signer is not None:
        body["signature"] = signature_body(quote["document_sha256"], signer)
    return body


def signature_body(document_sha256: str, signer: str = "Ana Pop") -> dict[str, Any]:
    return {"signer_name": signer, "consent": True, "document_sha256": document_sha256, "typed_name": signer}


def load_sample_prices(
    prices: dict[str, int] | None = None, currency: str = "GBP", on: date = date(2020, 1, 1)
) -> None:
    """Every SKU of every plan at one price."""
    of = PRICES | (prices or {})
    loading, lists = (tuple(of.values()), currency, on), [keys.prices(plan, currency) for plan in PLANS]
    are_the_first = not dynamodb.batch_get(lists)
    if are_the_first and loading in _loaded:
        _put(_loaded[loading])
        return
    rows = [
        NewPrice(plan.name, sku.name, currency, of[sku.name], on)
        for plan in PLANS.values() for sku in skus_sold_on(plan)
    ]  # fmt: skip
    load_prices(rows)
    if are_the_first:
        _loaded[loading] = dynamodb.batch_get(lists)


def load_prices_any_day(rows: list[NewPrice]) -> None:
    """Load prices that may come into force before today, as on the machine of a developer: tests tell dates."""
    with patch.dict(os.environ, STAGE="local"):
        load_prices(rows)


_loaded: dict[tuple[Any, ...], dict[Key, Item]] = {}
"""What loading came to, to be written at once the next time."""


def _put(items: dict[Key, Item]) -> None:
    transaction = Transaction()
    for key, item in items.items():
        transaction.put(key, {name: value for name, value in item.items() if name not in ("pk", "sk")})
    transaction.commit()


def open_company(**changes: Any) -> Company:
    """An account as OPENING says, but for the changes; its owner's log-in is ready."""
    opened = open_account(replace(OPENING, **changes))
    return Company(opened.account_id, opened.user_id, give_login(opened.account_id, opened.user_id))


def give_login(account_id: str, user_id: str) -> str:
    """Make a user's log-in ready without a user pool; returns the subject of its tokens."""
    user = from_item(User, dynamodb.get(keys.user(account_id, user_id)) or {})
    sub, transaction = f"sub-{user_id}", Transaction()
    transaction.put(keys.user(account_id, user_id), to_item(replace(user, login="ready", sub=sub)))
    subject = Subject(account_id, user_id, user.status, tuple(sorted(user.roles)))
    transaction.put(keys.subject(sub), to_item(subject))
    transaction.commit()
    return sub

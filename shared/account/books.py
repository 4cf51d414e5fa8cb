"""The books of an account: what nearly every change rests on, read in one batch."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property

from shared.clock import now_of
from shared.domain.account import Account
from shared.domain.billing import Billing
from shared.domain.calendar import BillingMonth
from shared.domain.catalog import PRODUCTS, SKUS, Plan, Sku
from shared.domain.pool import Pool
from shared.domain.storage import Storage
from shared.domain.term import Term
from shared.store import keys
from shared.store.attributes import Item
from shared.store.keys import Key
from shared.store.records import found, from_item


def book_keys(account_id: str) -> list[Key]:
    """Account, billing, every pool, term and storage: always few, so one batch finds those that exist."""
    pools = [keys.pool(account_id, sku) for sku in SKUS]
    terms = [keys.term(account_id, product) for product in PRODUCTS]
    storages = [keys.storage(account_id, product) for product in PRODUCTS]
    return [keys.account(account_id), keys.billing(account_id), *pools, *terms, *storages]


@dataclass(frozen=True)
class Books:
    """An account as it stood when read, at one instant of its own clock."""

    account: Account
    billing: Billing
    pools: Mapping[str, Pool]
    terms: Mapping[str, Term]
    now: datetime
    storages: Mapping[str, Storage] = field(default_factory=dict)

    @property
    def account_id(self) -> str:
        return self.account.account_id

    @cached_property
    def today(self) -> date:
        return self.account.zones.local_date(self.now)

    @property
    def month(self) -> BillingMonth:
        """The billing month that holds today."""
        return self.billing.month_of(self.today)

    def pool(self, sku: str) -> Pool:
        return self.pools.get(sku) or Pool(sku)

    def plan_for(self, sku: Sku) -> Plan | None:
        return self.account.plan_on(sku.product, self.today)

    def is_behind(self) -> bool:
        """Whether a term is to be renewed or a month to be charged before anything may change."""
        ended = any(term.ends_before <= self.today for term in self.terms.values())
        return ended or self.billing.next_billing_on <= self.today

    def renewal_due(self, until: date) -> str | None:
        """The product whose term ends next, if that comes by a date and before any month that is to be charged."""
        ended = min(((term.ends_before, product) for product, term in self.terms.items()), default=None)
        return ended[1] if ended and ended[0] <= min(until, self.billing.next_billing_on) else None

    def charged_and_closed(self) -> "Books":
        """The books after a month was charged together with its closing."""
        return replace(self, billing=self.billing.charged(and_close=True))


def open_books(account_id: str, items: Mapping[Key, Item], now: datetime | None = None) -> Books:
    """The books out of what one batch read; `now` is a job's time, else the account's own clock counts."""
    account = from_item(Account, items[keys.account(account_id)])
    pools = {sku: found(Pool, items.get(keys.pool(account_id, sku))) for sku in SKUS}
    terms = {product: found(Term, items.get(keys.term(account_id, product))) for product in PRODUCTS}
    storages = {product: found(Storage, items.get(keys.storage(account_id, product))) for product in PRODUCTS}
    return Books(
        account=account,
        billing=from_item(Billing, items[keys.billing(account_id)]),
        pools={sku: pool for sku, pool in pools.items() if pool},
        terms={product: term for product, term in terms.items() if term},
        now=now or now_of(account),
        storages={product: storage for product, storage in storages.items() if storage},
    )

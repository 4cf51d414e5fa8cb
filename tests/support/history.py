"""Histories of an account: what people and the product do at given instants, lived through in different ways."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from shared.account.advance import advance
from shared.account.change import Call
from shared.account.clock import move_clock
from shared.account.company import change_company
from shared.account.deletion import delete_licenses
from shared.account.people import add_user
from shared.account.plan_change import change_plan
from shared.account.price_loading import NewPrice
from shared.account.purchase import place_order
from shared.account.quoting import quote
from shared.account.renewal_number import set_renewal_number
from shared.account.seat_moves import Wanted
from shared.account.seats import assign, unassign
from shared.account.signing import Signature
from shared.account.usage import take
from shared.account.usage_shapes import Report
from shared.auth import OWNERS, Caller
from shared.domain.charge import Charge
from shared.domain.invoice import Invoice
from shared.errors import Refusal
from shared.ids import new_id
from shared.store import dynamodb, keys
from shared.store.attributes import from_attributes, instant_text
from shared.store.invoices import invoice_lines
from shared.store.records import from_item
from tests.support.memory_tables import memory_tables
from tests.support.sample import PRICES, load_prices_any_day, load_sample_prices, open_company

DEARER = [
    NewPrice(plan, sku, "GBP", PRICES[sku] + more, date(2027, month, 9))
    for plan, more, month in (("automation", 101, 4), ("startup", 7, 4), ("go_paperless", 33, 10))
    for sku in ("jobs-contracted", "jobs-rolling", "jobs-daily")
]
"""Prices that come into force as time goes by, another on each plan."""


@dataclass(frozen=True)
class Act:
    """Something done at an instant: the name of a World's method, and what it takes."""

    at: datetime
    name: str
    arguments: tuple[Any, ...]


class World:
    """An account with three people besides its owner, on tables in memory; a sandbox, unless `opened` is None."""

    def __init__(self, opened: datetime | None, **opening: Any) -> None:
        if dynamodb.get(keys.prices("startup", "GBP")) is None:
            load_sample_prices()
        company = open_company(sandbox_now=opened, **opening)
        self.account_id, self.owner_id = company.account_id, company.owner_id
        self.users = [self._add(f"person-{number}") for number in range(3)]

    def buy(self, sku: str, quantity: int) -> None:
        made = quote(self._call(), sku, quantity).body
        signature = Signature("Ana Pop", made["document_sha256"], "Ana Pop")
        place_order(self._call(), made["quote_id"], signature)

    def order(self, sku: str, quantity: int) -> None:
        """Order without a signature."""
        place_order(self._call(), quote(self._call(), sku, quantity).body["quote_id"], None)

    def delete(self, sku: str, quantity: int) -> None:
        delete_licenses(self._call(), sku, quantity)

    def lower(self, sku: str, quantity: int) -> None:
        set_renewal_number(self._call(), sku, quantity)

    def zone(self, name: str) -> None:
        change_company(self._call(), {"time_zone": name})

    def plan(self, name: str) -> None:
        change_plan(self.account_id, "jobs", name)

    def seat(self, person: int, sku: str | None) -> None:
        if sku is None:
            unassign(self._call(), self.users[person], "jobs")
        else:
            assign(self._call(), self.users[person], "jobs", Wanted(sku, "engineer"))

    def report(self, detail_type: str, person: int, event_id: str, occurred_at: datetime, **detail: Any) -> None:
        known = {"account_id": self.account_id, "user_id": self.users[person], "event_id": event_id}
        report = Report(detail_type, known | {"occurred_at": instant_text(occurred_at)} | detail)
        assert take(report).is_taken

    def log_in(self, person: int, event_id: str, occurred_at: datetime) -> None:
        self.report("user.logged_in", person, event_id, occurred_at, device="desktop")

    def book(self, kind: str, person: int, event_id: str, occurred_at: datetime, diary: str, on: str) -> None:
        self.report(f"diary_event.{kind}", person, event_id, occurred_at, diary_event_id=diary, diary_on=on)

    def measure(self, product: str, size: int, event_id: str, occurred_at: datetime) -> None:
        known = {"account_id": self.account_id, "event_id": event_id, "occurred_at": instant_text(occurred_at)}
        assert take(Report("storage.measured", known | {"product": product, "bytes": size})).is_taken

    def until(self, to: datetime) -> None:
        move_clock(self.account_id, to)

    def told(self, event_type: str) -> list[dict[str, Any]]:
        """What the activity of one kind says came after, with its instant, oldest first."""
        months = dynamodb.client().tables["Licenses"].values()
        items = [from_attributes(item) for item in months if item["pk"]["S"].startswith(f"A#{self.account_id}#ACT#")]
        found = sorted((item for item in items if item["event_type"] == event_type), key=lambda item: item["sk"])
        return [item["after"] | {"at": item["at"]} for item in found]

    def charge_ids(self) -> list[str]:
        pk = keys.charge(self.account_id, "").pk
        return [item["charge_id"] for item in dynamodb.query_all("Billing", pk)]

    def ledger(self) -> list[tuple[Any, ...]]:
        """Every charge without what differs from one life to the next: ids of orders and people."""
        pk = keys.charge(self.account_id, "").pk
        return sorted(self._told(from_item(Charge, item)) for item in dynamodb.query_all("Billing", pk))

    def invoices(self) -> list[tuple[Any, ...]]:
        """Every invoice with the amounts of its lines."""
        pk = keys.account(self.account_id).pk
        found = [from_item(Invoice, item) for item in dynamodb.query_all("Billing", pk, prefix=keys.INVOICE_PREFIX)]
        return [
            (each.number, each.title, each.issued_on, each.net, each.tax, each.total, each.line_count,
             sorted(line.amount for line in invoice_lines(self.account_id, each.issued_on)))
            for each in found
        ]  # fmt: skip

    def net_of_days(self) -> dict[tuple[int, str], int]:
        """What each person's used days came to, credits taken off."""
        net: dict[tuple[int, str], int] = {}
        for line in self.ledger():
            if line[1] == "jobs-daily":
                place = (line[2], str(line[3]))
                net[place] = net.get(place, 0) + line[9]
        return {place: amount for place, amount in net.items() if amount}

    def _told(self, line: Charge) -> tuple[Any, ...]:
        person = self.users.index(line.user_id) if line.user_id in self.users else -1
        triggers = tuple(sorted(trigger["event_id"] for trigger in line.triggers))
        return (
            line.kind, line.sku, person, line.starts_on, line.ends_before, line.quantity, line.days,
            line.days_in_month, line.unit_price, line.amount, line.arises_on, line.bills_on, triggers,
        )  # fmt: skip

    def _add(self, username: str) -> str:
        username = f"{username}-{self.account_id.lower()}"
        answer = add_user(self._call(), username=username, name="Bob Roe", email="b@example.com", wanted=[])
        return str(answer.body["user_id"])

    def _call(self) -> Call:
        caller = Caller(self.account_id, self.owner_id, OWNERS)
        return Call(caller, "POST", "/", new_id())


@dataclass(frozen=True)
class Lived:
    """What a life has come to."""

    ledger: list[tuple[Any, ...]]
    invoices: list[tuple[Any, ...]]
    net_of_days: dict[tuple[int, str], int]

    @classmethod
    def of(cls, world: World) -> "Lived":
        return cls(world.ledger(), world.invoices(), world.net_of_days())


Living = Callable[[str, datetime, datetime], None]


def live(history: list[Act], living: Living, *, opened: datetime, until: datetime, **opening: Any) -> Lived:
    """Live through a history one way, on tables of its own; what is refused changes nothing."""
    with memory_tables():
        world, now = World(opened, **opening), opened
        load_prices_any_day(DEARER)
        for act in sorted(history, key=lambda each: each.at):
            living(world.account_id, now, act.at)
            now = act.at
            with suppress(Refusal):
                getattr(world, act.name)(*act.arguments)
        living(world.account_id, now, until)
        advance(world.account_id, until)
        return Lived.of(world)


def at_each_instant(account_id: str, _: datetime, to: datetime) -> None:
    move_clock(account_id, to)


def never(account_id: str, _: datetime, to: datetime) -> None:
    move_clock(account_id, to, idle=True)


def every(step: timedelta) -> Living:
    """Runs at whole multiples of a step since 2020, and no other work in between."""

    def living(account_id: str, now: datetime, to: datetime) -> None:
        first = datetime(2020, 1, 1, tzinfo=UTC)
        run = first + step * (-(-(now - first) // step))
        while run <= to:
            move_clock(account_id, run, idle=True)
            advance(account_id, run)
            run += step
        move_clock(account_id, to, idle=True)

    return living

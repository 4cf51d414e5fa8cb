"""Charge the user-days that are over, and take back those whose triggers went in time (DESIGN 3, Daily charges)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from shared.account.books import Books
from shared.account.credit_line import credit_line
from shared.account.done import NOTHING, Done
from shared.account.price_book import PriceBook
from shared.domain.catalog import SKUS
from shared.domain.charge import Charge, used_day
from shared.domain.seat import User
from shared.domain.usage import UserDay, held_daily
from shared.store import dynamodb, keys
from shared.store.attributes import Item
from shared.store.charges import add_charge, check_still_open
from shared.store.keys import Key
from shared.store.records import found, from_item
from shared.store.transaction import Transaction
from shared.store.usage import OpenDay, check_user_day, open_days, put_user_day, unmark, user_day_in
from shared.store.users import seats_before

DAILY = "jobs-daily"
MARKS_READ_AT_ONCE = 240
DAYS_AT_ONCE = 24  # four items each, within the hundred of a transaction


@dataclass(frozen=True)
class Settled:
    """A user-day before and after it was looked at, and the line that this makes."""

    before: UserDay
    after: UserDay
    line: Charge | None = None


def charge_days(books: Books, before: date, prices: PriceBook) -> Done:
    """Look at every marked user-day before a date, oldest first.

    A mark that comes in meanwhile is of an event received now: its line belongs to a later invoice than is closed now.
    """
    done = NOTHING
    while True:
        opened = open_days(books.account_id, before, limit=MARKS_READ_AT_ONCE)
        done += charge_marked(books, opened, prices)
        if len(opened) < MARKS_READ_AT_ONCE:
            return done


def charge_marked(books: Books, opened: Sequence[OpenDay], prices: PriceBook) -> Done:
    """Look at some marked user-days."""
    done = NOTHING
    for first in range(0, len(opened), DAYS_AT_ONCE):
        settled = settle_days(books, opened[first : first + DAYS_AT_ONCE], prices)
        _write(books, settled)
        lines = [each.line for each in settled if each.line]
        credits = sum(line.kind == "credit" for line in lines)
        done += Done(charges=len(lines) - credits, credits=credits)
    return done


def settle_days(books: Books, opened: Sequence[OpenDay], prices: PriceBook) -> list[Settled]:
    """What looking at some marked user-days comes to. Writes nothing."""
    account_id = books.account_id
    wanted = [keys.day(account_id, mark.day, mark.user_id) for mark in opened]
    wanted += [keys.user(account_id, mark.user_id) for mark in opened]
    items = dynamodb.batch_get(wanted)
    days = [user_day_in(items, account_id, mark.day, mark.user_id) for mark in opened]
    return [_settled(books, day, items, prices) for day in days]


def _settled(books: Books, day: UserDay, items: Mapping[Key, Item], prices: PriceBook) -> Settled:
    is_due = bool(day.triggers) and _held_daily(books, day, items)
    if is_due and day.charge_id is None:
        charge = _charge(books, day, prices)
        return Settled(day, day.charged(charge.charge_id), charge)
    if day.charge_id is not None and not is_due and (credit := _credit(books, day, day.charge_id)):
        return Settled(day, replace(day, charge_id=None), credit)
    # A day that an operator gave back keeps its charge: news that come later charge no other.
    return Settled(day, day)


def _held_daily(books: Books, day: UserDay, items: Mapping[Key, Item]) -> bool:
    product = SKUS[DAILY].product
    user = found(User, items.get(keys.user(books.account_id, day.user_id)))
    seat = user.seats.get(product) if user else None
    starts_at, ends_at = books.account.zones.start_of(day.day), books.account.zones.end_of(day.day)
    # A seat held since before the day, of which a product has one, tells alone; else those that ended count too.
    tells_alone = seat is not None and (seat.since_at < starts_at or (seat.sku == DAILY and seat.since_at < ends_at))
    ended = [] if tells_alone else seats_before(books.account_id, day.user_id, product)
    return held_daily(seat, ended, starts_at=starts_at, ends_at=ends_at, is_daily=lambda sku: SKUS[sku].is_daily)


def _charge(books: Books, day: UserDay, prices: PriceBook) -> Charge:
    price = prices.price_on(books.account, SKUS[DAILY], day.day)
    triggers = sorted(day.triggers.values(), key=lambda trigger: (trigger.received_at, trigger.event_id))
    return used_day(
        sku=DAILY, user_id=day.user_id, ordinal=day.ordinal, day=day.day,
        unit_price=price.unit_price, price_version=price.version,
        triggers=tuple(trigger.named() for trigger in triggers),
        arises_on=max(day.day, books.account.zones.local_date(day.known_at)),
        billing_day=books.billing.billing_day, closed_on=books.billing.closed_on,
    )  # fmt: skip


def _credit(books: Books, day: UserDay, charge_id: str) -> Charge | None:
    line = from_item(Charge, dynamodb.get(keys.charge(books.account_id, charge_id)) or {})
    removed_on = books.account.zones.local_date(day.removed_at or books.now)
    return credit_line(books, line, reason=f"Nothing stands on {day.day} any more", arises_on=removed_on)


def _write(books: Books, settled: list[Settled]) -> None:
    transaction, account_id = Transaction(), books.account_id
    lines = [each.line for each in settled if each.line]
    for line in lines:
        add_charge(transaction, account_id, line)
    if lines:
        check_still_open(transaction, keys.billing(account_id), books.billing, *lines)
    for each in settled:
        after = replace(each.after, is_open=False)
        if after == each.before:
            check_user_day(transaction, account_id, each.before)
        else:
            put_user_day(transaction, account_id, each.before, after)
        unmark(transaction, account_id, each.before)
    transaction.commit()

"""Every key of the three tables, each with an example; the account leads but for usernames, subjects and prices."""

from datetime import date, datetime
from typing import Literal, NamedTuple
from zlib import crc32

from shared.store.attributes import instant_text

Table = Literal["Licenses", "Users", "Billing"]
SHARDS = 16


class Key(NamedTuple):
    """Where an item stands."""

    table: Table
    pk: str
    sk: str


# Licenses ------------------------------------------------------------------------------------------------------------


def account(account_id: str) -> Key:
    """A#01J8 | ACCOUNT"""
    return Key("Licenses", f"A#{account_id}", "ACCOUNT")


def pool(account_id: str, sku: str) -> Key:
    """A#01J8 | POOL#jobs-rolling"""
    return Key("Licenses", f"A#{account_id}", f"POOL#{sku}")


def term(account_id: str, product: str) -> Key:
    """A#01J8 | TERM#jobs"""
    return Key("Licenses", f"A#{account_id}", f"TERM#{product}")


def quote(account_id: str, quote_id: str) -> Key:
    """A#01J8 | QUOTE#01J9"""
    return Key("Licenses", f"A#{account_id}", f"QUOTE#{quote_id}")


def order(account_id: str, order_id: str) -> Key:
    """A#01J8 | ORDER#01J9"""
    return Key("Licenses", f"A#{account_id}", f"ORDER#{order_id}")


def pending(account_id: str, order_id: str) -> Key:
    """A#01J8 | PENDING#01J9: stands as long as the order waits for its signature"""
    return Key("Licenses", f"A#{account_id}", f"PENDING#{order_id}")


def contract(account_id: str, contract_id: str) -> Key:
    """A#01J8 | CONTRACT#01J9"""
    return Key("Licenses", f"A#{account_id}", f"CONTRACT#{contract_id}")


def strokes(account_id: str, contract_id: str) -> Key:
    """A#01J8#STROKES | 01J9: the drawn signature, apart because it is large"""
    return Key("Licenses", f"A#{account_id}#STROKES", contract_id)


def archive(account_id: str, archive_id: str) -> Key:
    """A#01J8#ARCHIVE | 6f3c"""
    return Key("Licenses", f"A#{account_id}#ARCHIVE", archive_id)


def activity_month(account_id: str, at: datetime) -> str:
    """A#01J8#ACT#2027-03: a partition of its own, so that a busy log does not heat the pools"""
    return f"A#{account_id}#ACT#{at:%Y-%m}"


def activity(account_id: str, at: datetime, event_id: str) -> Key:
    """A#01J8#ACT#2027-03 | 2027-03-05T09:00:00.000000Z#01J9"""
    return Key("Licenses", activity_month(account_id, at), f"{instant_text(at)}#{event_id}")


def idempotency(account_id: str, scope: str) -> Key:
    """A#01J8#IDEM | 01JU#POST#/v1/licenses/orders#9f86..."""
    return Key("Licenses", f"A#{account_id}#IDEM", scope)


def sent(account_id: str, event_id: str, consumer: str) -> Key:
    """A#01J8#SENT | 01J9#mail: what a consumer has done for an event"""
    return Key("Licenses", f"A#{account_id}#SENT", f"{event_id}#{consumer}")


def mail(account_id: str, at: datetime, event_id: str) -> Key:
    """A#01J8#MAIL | 2027-03-05T09:00:00.000000Z#01J9: a mail kept to be read, on the local stack and of sandboxes"""
    return Key("Licenses", f"A#{account_id}#MAIL", f"{instant_text(at)}#{event_id}")


def prices(plan: str, currency: str) -> Key:
    """PRICES#startup#GBP | -"""
    return Key("Licenses", f"PRICES#{plan}#{currency}", "-")


def account_listing(account_id: str) -> Key:
    """ACCOUNTS | 01J8: every account there is, for the operator's recounts"""
    return Key("Licenses", "ACCOUNTS", account_id)


# Users ---------------------------------------------------------------------------------------------------------------


def user(account_id: str, user_id: str) -> Key:
    """A#01J8 | USER#01JU"""
    return Key("Users", f"A#{account_id}", f"USER#{user_id}")


def owners(account_id: str) -> Key:
    """A#01J8 | OWNERS: where two owners who demote each other meet"""
    return Key("Users", f"A#{account_id}", "OWNERS")


def held(account_id: str, user_id: str, product: str, from_at: datetime, ordinal: int = 0) -> Key:
    """A#01J8#HELD | 01JU#jobs#2027-03-05T09:00:00.000000Z#7: a seat that has ended

    `ordinal` tells apart seats that began at one instant, as on a sandbox's standing clock.
    """
    return Key("Users", f"A#{account_id}#HELD", f"{user_id}#{product}#{instant_text(from_at)}#{ordinal}")


def held_by(account_id: str, user_id: str, product: str) -> tuple[str, str]:
    """Where the seats of a product that a user gave back stand: A#01J8#HELD, and what their keys begin with"""
    return f"A#{account_id}#HELD", f"{user_id}#{product}#"


def username(folded: str) -> Key:
    """USERNAME#ana.pop | -: never deleted"""
    return Key("Users", f"USERNAME#{folded}", "-")


def subject(sub: str) -> Key:
    """SUB#2c1e | -: one look-up tells who calls"""
    return Key("Users", f"SUB#{sub}", "-")


def user_import(account_id: str, import_id: str) -> Key:
    """A#01J8 | IMPORT#01J9"""
    return Key("Users", f"A#{account_id}", f"IMPORT#{import_id}")


def import_row(account_id: str, import_id: str, line: int) -> Key:
    """A#01J8#IMP#01J9 | 0000002: a file of 1 MiB has no more lines than seven digits count"""
    return Key("Users", f"A#{account_id}#IMP#{import_id}", f"{line:07}")


# Billing -------------------------------------------------------------------------------------------------------------


def billing(account_id: str) -> Key:
    """A#01J8 | BILLING: where all money of an account meets"""
    return Key("Billing", f"A#{account_id}", "BILLING")


def storage(account_id: str, product: str) -> Key:
    """A#01J8 | STORAGE#jobs"""
    return Key("Billing", f"A#{account_id}", f"STORAGE#{product}")


def charge(account_id: str, charge_id: str) -> Key:
    """A#01J8#CH | 2027-03-05.month.jobs-rolling.0: ledger, and guard against a second one"""
    return Key("Billing", f"A#{account_id}#CH", charge_id)


def invoice_line(account_id: str, bills_on: date, charge_id: str) -> Key:
    """A#01J8#W#2027-03-05 | 2027-03-05.month.jobs-rolling.0"""
    return Key("Billing", f"A#{account_id}#W#{bills_on}", charge_id)


INVOICE_PREFIX = "INVOICE#"


def invoice(account_id: str, number: int) -> Key:
    """A#01J8 | INVOICE#00000001"""
    return Key("Billing", f"A#{account_id}", f"{INVOICE_PREFIX}{number:08}")


def usage_event(account_id: str, event_id: str) -> Key:
    """A#01J8#EV | e-1: an event is one for ever by its id"""
    return Key("Billing", f"A#{account_id}#EV", event_id)


def diary(account_id: str, diary_event_id: str) -> Key:
    """A#01J8#DIARY | D1"""
    return Key("Billing", f"A#{account_id}#DIARY", diary_event_id)


def day(account_id: str, on: date, user_id: str) -> Key:
    """A#01J8#DAY | 2027-03-05#01JU: the triggers of a user-day, and what was charged for it"""
    return Key("Billing", f"A#{account_id}#DAY", f"{on}#{user_id}")


def open_day(account_id: str, on: date, user_id: str) -> Key:
    """A#01J8#OPEN | 2027-03-05#01JU: stands while the user-day is to be looked at"""
    return Key("Billing", f"A#{account_id}#OPEN", f"{on}#{user_id}")


def kept_aside(account_id: str, event_id: str, sha256: str) -> Key:
    """A#01J8#ASIDE | e-1#9f86: usage that was refused, once for each content that came under its id"""
    return Key("Billing", f"A#{account_id}#ASIDE", f"{event_id}#{sha256[:16]}")


def aside_shard(event_id: str) -> str:
    """ASIDE#07: all that was kept aside, of whichever account, is found through the due index"""
    return shard_name("ASIDE", crc32(event_id.encode()) % SHARDS)


# Due index -----------------------------------------------------------------------------------------------------------


def due_shard(job: str, account_id: str, *, is_sandbox: bool) -> str:
    """BILL#07, or the sandbox's own BILL#SANDBOX#01J8 that no scheduled run walks."""
    if is_sandbox:
        return f"{job}#SANDBOX#{account_id}"
    return shard_name(job, crc32(account_id.encode()) % SHARDS)


def shard_name(job: str, number: int) -> str:
    """BILL#07"""
    return f"{job}#{number:02}"


def account_of(pk: str) -> str:
    """The account that an item of the due index belongs to: `A#01J8#OPEN` gives `01J8`."""
    return pk.split("#")[1]

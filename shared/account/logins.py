"""Log-ins follow the users table, in whatever order and however often they are told to (DESIGN 3, Users)."""

import time
from dataclasses import replace

from shared.account import user_pool
from shared.account.again import persistently
from shared.account.user_pool import AlreadyThere, PoolLogin
from shared.clock import now_of
from shared.domain.account import Account
from shared.domain.activity import JOB, Event
from shared.domain.seat import User
from shared.email_address import wire_address
from shared.errors import Unknown
from shared.ids import new_id
from shared.store import dynamodb, keys
from shared.store.activity import add_event
from shared.store.records import from_item
from shared.store.transaction import Transaction, unchanged
from shared.store.users import put_login, user_in

MADE_WITHIN_SECONDS = 5.0
LOOK_AGAIN_SECONDS = 0.2


def provision(account_id: str, user_id: str, password: str | None = None) -> User:
    """Bring a person's log-in in line with the users table; returns the user once it is.

    Makes it if there is none, with an unknown password where none is given: the invitation tells how to choose one.
    """

    def step() -> User:
        account, user = _read(account_id, user_id)
        login = _in_line(user, password)
        return _written(account, user, login.sub)

    user = persistently(step)
    if password is not None:
        # Also where a consumer of events was quicker and gave it an unknown one.
        user_pool.set_password(user.username, password)
    return user


def give_up(account_id: str, user_id: str) -> None:
    """Show the log-in as failed until somebody has it done again."""

    def step() -> None:
        account, user = _read(account_id, user_id)
        if user.login != "failed":
            _write_login(account, user, replace(user, login="failed"), "login.failed")

    persistently(step)


def _read(account_id: str, user_id: str) -> tuple[Account, User]:
    account_key = keys.account(account_id)
    items = dynamodb.batch_get([account_key, keys.user(account_id, user_id)])
    user = user_in(items, account_id, user_id)
    if user is None or account_key not in items:
        raise Unknown("user")
    return from_item(Account, items[account_key]), user


def _in_line(user: User, password: str | None) -> PoolLogin:
    """The person's log-in in the pool, made if need be, with the address and the state that the user has."""
    # Nearly always somebody without a subject is new, and one call makes the log-in and tells that there was none.
    login = (user_pool.find_login(user.username) if user.sub else None) or _made(user, password)
    if not login.has_password:
        login = _with_password(login, password)
    email = wire_address(user.email)
    if login.email != email:
        user_pool.set_email(user.username, email)
    if user.is_active and not login.is_enabled:
        user_pool.enable(user.username)
    if not user.is_active:
        user_pool.shut_out(user.username)
    return login


def _made(user: User, password: str | None) -> PoolLogin:
    try:
        login = user_pool.create_login(user.username, wire_address(user.email))
    except AlreadyThere:
        if found := user_pool.find_login(user.username):
            return found
        raise  # the name stands for somebody else, as their subject does
    user_pool.set_password(user.username, password or user_pool.unknown_password())
    return replace(login, has_password=True)


def _with_password(login: PoolLogin, password: str | None) -> PoolLogin:
    # Who made it is about to set its password, and would set it over one that the person was given meanwhile.
    # Only when that does not come to pass was its maker stopped half-way.
    deadline = time.monotonic() + MADE_WITHIN_SECONDS
    while not login.has_password and time.monotonic() < deadline:
        time.sleep(LOOK_AGAIN_SECONDS)
        login = user_pool.find_login(login.username) or login
    if not login.has_password:
        user_pool.set_password(login.username, password or user_pool.unknown_password())
    return login


def _written(account: Account, user: User, sub: str) -> User:
    if (user.login, user.sub) == ("ready", sub):
        # The pool was told what this user was; should they be another by now, it is to be told again.
        transaction = Transaction()
        transaction.check(keys.user(account.account_id, user.user_id), unchanged(user.version), name="user")
        transaction.commit()
        return user
    ready = replace(user, login="ready", sub=sub)
    # Only the first time is the person invited.
    _write_login(account, user, ready, "login.ready" if user.sub is None else "login.repaired")
    return ready


def _write_login(account: Account, before: User, after: User, event_type: str) -> None:
    transaction = Transaction()
    put_login(transaction, account.account_id, before, after)
    told = {"user_id": after.user_id, "username": after.username, "name": after.name, "email": after.email}
    subject = f"user/{after.user_id}"
    event = Event(
        new_id(), account.account_id, now_of(account), JOB, event_type, subject,
        {"login": before.login}, {"login": after.login, **told},
    )  # fmt: skip
    add_event(transaction, event)
    transaction.commit()

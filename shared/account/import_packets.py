"""The next rows of an import, judged and written many to a transaction (DESIGN 5)."""

from collections import Counter
from collections.abc import Iterable, Sequence

from shared.account.again import persistently
from shared.account.books import Books, book_keys, open_books
from shared.account.catch_up import catch_up
from shared.account.newcomers import Judge, Verdict
from shared.account.people import told_user
from shared.account.person_fields import Unfit, fit_username
from shared.domain.activity import Actor, Event
from shared.domain.people_file import PersonRow
from shared.domain.seat import User, owner_seats_change
from shared.domain.seating import pool_moves
from shared.domain.user_import import UserImport
from shared.ids import new_id
from shared.store import dynamodb, keys
from shared.store.activity import add_event
from shared.store.imports import go_on
from shared.store.pools import move_seats
from shared.store.records import from_item
from shared.store.transaction import MOST_ITEMS, Transaction
from shared.store.users import count_owners, put_new_user, user_in

ITEMS_PER_USER = 3
"""User, username, activity."""

ITEMS_BESIDES = 2
"""Import, packet of results; pools, owners and the activity of the end come on top."""

READ_AT_ONCE = 80
"""Rows read ahead: their usernames and the books are one batch."""

PACKETS = (32, 16, 8, 4, 2)
"""Users to a transaction, fewer each time that others were quicker with the same pools."""


def work_packet(account_id: str, started: UserImport, rows: Sequence[PersonRow]) -> UserImport:
    """Work off the next rows of an import; returns it as it stands after them. Raises the last conflict."""
    sizes = iter(PACKETS)

    def step() -> UserImport:
        now, books = _up_to_date(account_id, started)
        if now.status == "done":
            return now
        packet = rows[now.done_rows : now.done_rows + READ_AT_ONCE]
        known = known_users(account_id, packet)
        judge, left = Judge(books, known), len(rows) - now.done_rows
        return _write(now, books, _judged(packet, judge, most=next(sizes, 1), left=left))

    return persistently(step)


def known_users(account_id: str, rows: Iterable[PersonRow]) -> dict[str, User | None]:
    """Who has the usernames of the rows already: a user of the account, or None for anybody else."""
    names = list(_usernames(rows))
    taken = dynamodb.batch_get(keys.username(name) for name in names)
    owners = {name: taken[key] for name in names if (key := keys.username(name)) in taken}
    ours = {name: item["user_id"] for name, item in owners.items() if item["account_id"] == account_id}
    items = dynamodb.batch_get(keys.user(account_id, user_id) for user_id in ours.values()) if ours else {}
    return {name: user_in(items, account_id, ours[name]) if name in ours else None for name in owners}


def _up_to_date(account_id: str, started: UserImport) -> tuple[UserImport, Books]:
    import_key = keys.user_import(account_id, started.import_id)
    while True:
        items = dynamodb.batch_get([*book_keys(account_id), import_key])
        books = open_books(account_id, items)
        if not books.is_behind():
            return from_item(UserImport, items[import_key]), books
        catch_up(account_id, books.now)


def _judged(packet: Sequence[PersonRow], judge: Judge, *, most: int, left: int) -> list[Verdict]:
    """Verdicts on the rows that fit into one transaction, of so many that are left of the file."""
    verdicts: list[Verdict] = []
    added: list[User] = []
    for row in packet:
        verdict = judge.verdict(row)
        if verdict.user:
            added.append(verdict.user)
        is_end = len(verdicts) + 1 == left
        if len(added) > most or _items(added) + is_end > MOST_ITEMS:
            break
        verdicts.append(verdict)
    return verdicts


def _items(added: Sequence[User]) -> int:
    pools = {seat.sku for user in added for seat in user.seats.values()}
    owners = any(user.is_active_owner for user in added)
    return ITEMS_PER_USER * len(added) + len(pools) + owners + ITEMS_BESIDES


def _write(before: UserImport, books: Books, verdicts: Sequence[Verdict]) -> UserImport:
    transaction, account_id = Transaction(), books.account_id
    after = go_on(transaction, account_id, before, [verdict.told() for verdict in verdicts])
    added = [verdict.user for verdict in verdicts if verdict.user]
    for sku, count in _moves(added).items():
        move_seats(transaction, account_id, sku, count)
    count_owners(transaction, account_id, sum(owner_seats_change(None, user) for user in added))
    for user in added:
        put_new_user(transaction, account_id, user)
        add_event(transaction, _event(before, books, "user.added", f"user/{user.user_id}", **told_user(user)))
    if after.status == "done":
        told = {"import_id": after.import_id, "counts": dict(after.counts)}
        add_event(transaction, _event(before, books, "import.done", f"import/{after.import_id}", **told))
    transaction.commit()
    return after


def _moves(added: Sequence[User]) -> Counter[str]:
    moves: Counter[str] = Counter()
    for user in added:
        moves.update(pool_moves(None, user))
    return moves


def _event(started: UserImport, books: Books, event_type: str, subject: str, **after: object) -> Event:
    actor = Actor("user", started.started_by)
    return Event(new_id(), books.account_id, books.now, actor, event_type, subject, {}, after)


def _usernames(rows: Iterable[PersonRow]) -> Iterable[str]:
    for row in rows:
        try:
            yield fit_username((row.cells or {}).get("username", ""))
        except Unfit:
            continue

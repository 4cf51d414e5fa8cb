"""Deactivate a person, which frees their seats, and take them back with the seats held before (DESIGN 3, Users)."""

from collections.abc import Sequence
from dataclasses import replace

from shared.account.change import Answer, Call, Change, carry_out
from shared.account.people import answer_of, read_user, told_seats
from shared.account.seat_moves import Wanted, change_with_seats, with_seats
from shared.errors import Impossible
from shared.store import keys


def deactivate(call: Call, user_id: str) -> Answer:
    """Free the seats; from the next request on the person is nobody. Impossible `user_deactivated`, `last_owner`."""

    def attempt(change: Change) -> Answer:
        user = read_user(change, user_id, [keys.owners(call.account_id)], due_first=True)
        if not user.is_active:
            raise Impossible("user_deactivated", "This user is deactivated already.")
        after = replace(user, status="deactivated", seats={}, last_seats=user.seats, version=user.version + 1)
        change_with_seats(change, user, after)
        before = {"status": "active", "licenses": told_seats(user.seats)}
        change.note("user.deactivated", f"user/{user_id}", before=before, user_id=user_id, username=user.username)
        return change.finish(answer_of(after))

    return carry_out(call, attempt)


def reactivate(call: Call, user_id: str, wanted: Sequence[Wanted] | None) -> Answer:
    """Take back the seats held before, or those wanted: all or none. Impossible `user_active` besides."""

    def attempt(change: Change) -> Answer:
        user = read_user(change, user_id, [keys.owners(call.account_id)], due_first=True)
        if user.is_active:
            raise Impossible("user_active", "This user is active. Assign licenses one by one.")
        before = [Wanted(seat.sku, seat.role) for seat in user.last_seats.values()]
        active = replace(user, status="active", last_seats={})
        after = with_seats(active, before if wanted is None else wanted, change)
        after = replace(after, version=user.version + 1)
        change_with_seats(change, user, after)
        change.note(
            "user.reactivated", f"user/{user_id}", before={"status": "deactivated"},
            user_id=user_id, username=user.username, licenses=told_seats(after.seats),
        )  # fmt: skip
        return change.finish(answer_of(after))

    return carry_out(call, attempt)

"""Assign, change and take back one person's seat of a product (DESIGN 3, Users)."""

from dataclasses import asdict

from shared.account.change import Answer, Call, Change, carry_out
from shared.account.people import answer_of, read_user
from shared.account.seat_moves import Wanted, change_with_seats, with_seats
from shared.domain.seat import Seat, User
from shared.errors import Impossible, Unknown
from shared.store import keys


def assign(call: Call, user_id: str, product: str, wanted: Wanted) -> Answer:
    """Give a seat, or change its SKU or role. Impossible `user_deactivated`, `no_license_available`, `last_owner`."""

    def attempt(change: Change) -> Answer:
        user = read_user(change, user_id, [keys.owners(call.account_id)], due_first=True)
        if not user.is_active:
            raise Impossible("user_deactivated", "This user is deactivated. Reactivate them first.")
        held = user.seats.get(product)
        if held and (held.sku, held.role) == wanted:
            return answer_of(user)
        after = with_seats(user, [wanted], change)
        change_with_seats(change, user, after)
        _note(change, "seat.changed" if held else "seat.assigned", user, product, held, after.seats[product])
        return change.finish(answer_of(after))

    return carry_out(call, attempt)


def unassign(call: Call, user_id: str, product: str) -> Answer:
    """Take a seat back into its pool. Unknown where none is held; Impossible `last_owner`."""

    def attempt(change: Change) -> Answer:
        user = read_user(change, user_id, [keys.owners(call.account_id)], due_first=True)
        held = user.seats.get(product)
        if held is None:
            raise Unknown(f"{product} license of this user")
        after = user.with_seat(product, None)
        change_with_seats(change, user, after)
        _note(change, "seat.unassigned", user, product, held, None)
        return change.finish(answer_of(after))

    return carry_out(call, attempt)


def _note(change: Change, event_type: str, user: User, product: str, before: Seat | None, after: Seat | None) -> None:
    change.note(
        event_type, f"user/{user.user_id}", before=asdict(before) if before else None,
        user_id=user.user_id, username=user.username, product=product, **(asdict(after) if after else {}),
    )  # fmt: skip

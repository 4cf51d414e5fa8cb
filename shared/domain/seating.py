"""What a change of one person's seats means elsewhere: pools that give and get, seats that end (DESIGN 3, Users)."""

from collections import Counter
from datetime import datetime

from shared.domain.seat import HeldSeat, Seat, User


def pool_moves(before: User | None, after: User) -> dict[str, int]:
    """By how much the change moves `assigned` of each pool; a role alone moves none."""
    moves = Counter(seat.sku for seat in after.seats.values())
    moves.subtract(Counter(seat.sku for seat in before.seats.values()) if before else {})
    return {sku: count for sku, count in moves.items() if count}


def ended_seats(before: User, after: User, now: datetime) -> list[HeldSeat]:
    """The seats that the change ends. One whose role alone changes goes on."""
    kept = {seat.sku for seat in after.seats.values()}
    return [
        HeldSeat(before.user_id, product, seat.sku, seat.role, seat.since_at, now)
        for product, seat in before.seats_in_order()
        if seat.sku not in kept
    ]


def seated(held: Seat | None, *, sku: str, role: str, now: datetime) -> Seat:
    """The seat with a SKU and role: one that is held already keeps its beginning."""
    return Seat(sku, role, held.since_at if held and held.sku == sku else now)

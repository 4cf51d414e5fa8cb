"""Identifiers that sort by the moment they were made (ULID), rising within one process."""

import secrets
import time
from datetime import UTC, datetime

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_RANDOM_BITS = 80
_last = 0


def new_id() -> str:
    """26 characters of Crockford base 32: 48 bits of milliseconds, 80 random bits; each later than the one before."""
    global _last
    fresh = (int(time.time() * 1000) << _RANDOM_BITS) | secrets.randbits(_RANDOM_BITS - 1)
    # Within one millisecond, and when the wall clock steps back, count on from the last.
    _last = fresh if fresh >> _RANDOM_BITS > _last >> _RANDOM_BITS else _last + 1
    return "".join(_ALPHABET[(_last >> shift) & 31] for shift in range(125, -1, -5))


def written_at(identifier: str) -> datetime:
    """The real instant, to the millisecond, at which an identifier was made."""
    milliseconds = 0
    for letter in identifier[:10]:
        milliseconds = milliseconds << 5 | _ALPHABET.index(letter)
    return datetime.fromtimestamp(milliseconds / 1000, UTC)

"""What a call comes to: who may make it, what the model refuses it with, and the answer that goes with that."""

from collections.abc import Callable
from typing import Any

from tests.support.api import Reply
from tests.unit.model.company import No
from tests.unit.model.people import Person

STATUSES = {
    "user_inactive": 403, "role_missing": 403, "not_found": 404, "stale_version": 412, "invalid": 422,
    "idempotency_key_reused": 422,
}  # fmt: skip
"""Of what is not a conflict, 409."""


def check_outcome(reply: Reply, code: str | None) -> None:
    told = f"foretold {code}, answered {reply.status} {reply.body}"
    assert reply.code == code, told
    assert reply.status == STATUSES.get(code, 409) if code else reply.status < 300, told


def check_caller(caller: Person, roles: frozenset[str]) -> None:
    if not (caller.is_active and caller.is_ready):
        raise No("user_inactive")
    if roles and not caller.roles & roles:
        raise No("role_missing")


def outcome(foretell: Callable[[], Any]) -> str | None:
    """The code that something is refused with, None where it is done."""
    try:
        foretell()
    except No as no:
        return no.code
    return None

"""Who calls: the verified token's subject, looked up in the users table at each request; and what they may."""

from dataclasses import dataclass
from typing import Any

from shared.domain.catalog import FINANCE, OWNER
from shared.domain.seat import Subject
from shared.errors import Forbidden, NotSignedIn
from shared.store import dynamodb, keys
from shared.store.records import from_item

ANYONE: frozenset[str] = frozenset()
BUYERS = frozenset({OWNER, FINANCE})
OWNERS = frozenset({OWNER})


@dataclass(frozen=True)
class Caller:
    """An active user of an account, with the rights of every seat held."""

    account_id: str
    user_id: str
    roles: frozenset[str]


def identify(event: dict[str, Any]) -> Caller:
    """The caller of an HTTP API event; only the token's subject is believed.

    Raises NotSignedIn for anything but an access token, Forbidden `user_inactive` for who is unknown or deactivated.
    """
    claims = event.get("requestContext", {}).get("authorizer", {}).get("jwt", {}).get("claims", {})
    if claims.get("token_use") != "access" or not claims.get("sub"):
        raise NotSignedIn("not_signed_in", "Send an access token as `Authorization: Bearer`; an ID token will not do.")
    item = dynamodb.get(keys.subject(claims["sub"]))
    subject = from_item(Subject, item) if item else None
    if subject is None or subject.status != "active":
        raise Forbidden("user_inactive", "This log-in belongs to no active user. Ask an owner of your account.")
    return Caller(subject.account_id, subject.user_id, frozenset(subject.roles))


def require_role(caller: Caller, allowed: frozenset[str]) -> None:
    """Forbidden `role_missing` unless the caller holds one of the roles; `ANYONE` lets every active user in."""
    if allowed and not caller.roles & allowed:
        names = " or ".join(sorted(allowed))
        raise Forbidden("role_missing", f"This needs the role {names}. Ask an owner of your account.")

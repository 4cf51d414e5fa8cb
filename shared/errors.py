"""What can go wrong, each with a stable code; who turns it into a status is `shared.api` alone.

Refusal
 ├── Unreadable       400  the request cannot be read
 ├── NotSignedIn      401  no usable token
 ├── Forbidden        403  this person may not
 ├── Unknown          404  not there, or another account's
 ├── Impossible       409  the state of things does not allow it
 ├── Stale            412  If-Match names an older version
 ├── WrongType        415  a body of another type
 ├── Invalid          422  the request makes no sense; names its fields
 └── Busy             503  try again shortly
"""

from collections.abc import Mapping
from typing import Any


class Refusal(Exception):
    """A request that is answered with a code and a sentence to act on. Nothing of it was written."""

    def __init__(self, code: str, detail: str, **extra: Any) -> None:
        super().__init__(code)
        self.code, self.detail, self.extra = code, detail, extra


class Unreadable(Refusal):
    """The body is no JSON or CSV in a known encoding."""


class NotSignedIn(Refusal):
    """There is no verified access token."""


class Forbidden(Refusal):
    """The caller is not active, or holds no role that may do this."""


class Unknown(Refusal):
    """There is no such thing in the caller's account."""

    def __init__(self, what: str, detail: str = "") -> None:
        super().__init__("not_found", detail or f"There is no such {what} in this account.")


class Impossible(Refusal):
    """The rules do not allow this change as things stand."""


class Stale(Refusal):
    """The thing was changed since the version that If-Match names."""

    def __init__(self) -> None:
        super().__init__("stale_version", "This was changed since you read it. Read it again, then repeat your change.")


class WrongType(Refusal):
    """The body's content type is not one that this call takes."""


class Invalid(Refusal):
    """A field has a value that this call does not take. `fields` maps field to message."""

    def __init__(self, fields: Mapping[str, str], *, code: str = "invalid") -> None:
        detail = "; ".join(f"{field}: {message}" for field, message in fields.items())
        super().__init__(code, detail, errors=[{"field": f, "message": m} for f, m in fields.items()])


class Busy(Refusal):
    """Others kept changing the same things; `retry_after` is in seconds."""

    def __init__(
        self, retry_after: int = 1, detail: str = "Others are changing this at the moment. Repeat the call in a moment."
    ) -> None:
        super().__init__("busy", detail)
        self.retry_after = retry_after

"""Users listed in the order they were added, filtered, in pages that stay put while more are added."""

import unicodedata
from dataclasses import dataclass

from shared.domain.seat import User
from shared.pages import sort_key_in
from shared.store import keys
from shared.store.filtered import RecordPage, filtered_page


@dataclass(frozen=True)
class UserFilter:
    """Which users are wanted; None stands for all. `text` is part of a username, name or e-mail address."""

    status: str | None = None
    sku: str | None = None
    role: str | None = None
    text: str | None = None

    def takes(self, user: User) -> bool:
        return (
            self.status in (None, user.status)
            and (self.sku is None or any(seat.sku == self.sku for seat in user.seats.values()))
            and (self.role is None or self.role in user.roles)
            and (self.text is None or self._is_in(user, _as_kept(self.text)))
        )

    @staticmethod
    def _is_in(user: User, text: str) -> bool:
        return any(text in field.casefold() for field in (user.username, user.name, user.email))


def _as_kept(text: str) -> str:
    # Names are kept composed; some keyboards send an accent apart from its letter.
    return unicodedata.normalize("NFC", text).casefold()


def users_page(account_id: str, wanted: UserFilter, *, limit: int, cursor: str | None) -> RecordPage[User]:
    """A page of the account's users, deactivated ones too."""
    pk, prefix = keys.user(account_id, "")[1:]
    return filtered_page(
        "Users", pk, prefix=prefix, kind=User, limit=limit, after=sort_key_in(cursor, prefix=prefix),
        wanted=wanted.takes, is_filtered=wanted != UserFilter(),
    )  # fmt: skip

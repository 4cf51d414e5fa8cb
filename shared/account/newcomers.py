"""Rows of an import judged one by one, in the dry run and the real one by this same code (DESIGN 4)."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from shared.account.books import Books
from shared.account.offer import plan_selling
from shared.account.person_fields import Unfit, fit_email, fit_name, fit_username
from shared.account.seat_moves import Wanted
from shared.domain.catalog import PRODUCTS, ROLES, SKUS, can_carry, skus_of
from shared.domain.people_file import PersonRow
from shared.domain.seat import Seat, User
from shared.domain.term import renewed_quantity
from shared.errors import Impossible
from shared.ids import new_id

Result = Literal["added", "unchanged", "refused"]
_FITS = {"username": fit_username, "name": fit_name, "email": fit_email}
LONGEST_SHOWN = 64


class Refused(Exception):
    """A row that is not added: a code, and what to do about it."""

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(code)
        self.code, self.detail = code, detail


@dataclass(frozen=True)
class Verdict:
    """What became of a row. `user` is the person to be added."""

    line: int
    username: str
    result: Result
    code: str | None = None
    detail: str | None = None
    user: User | None = None

    def told(self) -> dict[str, Any]:
        """The verdict as it is kept and shown, what it has not left out."""
        reason = {"code": self.code, "detail": self.detail} if self.code else {}
        return {"line": self.line, "username": self.username, "result": self.result, **reason}


@dataclass
class Judge:
    """Judges rows in their order, each as if those before it were done.

    `known` holds who has a username already: a user of this account, or None for anybody else.
    """

    books: Books
    known: dict[str, User | None]
    free: dict[str, int] = field(init=False)

    def __post_init__(self) -> None:
        self.free = {sku: pool.available for sku, pool in self.books.pools.items()}

    def verdict(self, row: PersonRow) -> Verdict:
        """What becomes of a row."""
        shown = (row.cells or {}).get("username", "")[:LONGEST_SHOWN]
        try:
            person = _person(row, self.books)
            shown = person.username
            if person.username in self.known:
                _check_same(self.known[person.username], person)
                return Verdict(row.line, shown, "unchanged")
            self._take(person)
        except Refused as refused:
            return Verdict(row.line, shown, "refused", refused.code, refused.detail)
        self.known[person.username] = person
        return Verdict(row.line, shown, "added", user=person)

    def _take(self, person: User) -> None:
        for seat in person.seats.values():
            if self.free.get(seat.sku, 0) < 1:
                raise _shortage(self.books, seat.sku)
        for seat in person.seats.values():
            self.free[seat.sku] -= 1


def as_renewed(books: Books) -> Books:
    """The books as the renewals that are due would leave them: the real run makes these first."""
    pools = dict(books.pools)
    for term in books.terms.values():
        for sku, pool in books.pools.items():
            if SKUS[sku].is_contracted and SKUS[sku].product == term.product and term.ends_before <= books.today:
                owned = renewed_quantity(owned=pool.owned, assigned=pool.assigned, wish=term.wishes.get(sku))
                pools[sku] = replace(pool, owned=owned, available=owned - pool.assigned)
    return replace(books, pools=pools)


def _person(row: PersonRow, books: Books) -> User:
    if row.cells is None:
        raise Refused("wrong_columns", "The row has not as many cells as the header.")
    username, name, email = (_fitted(field, row.cells[field]) for field in _FITS)
    seats = {}
    for product in PRODUCTS:
        if wanted := _wanted(row.cells, product):
            seats[product] = Seat(wanted.sku, wanted.role, books.now)
    return User(new_id(), username, name, email, created_at=books.now, seats=seats)


def _fitted(name: str, text: str) -> str:
    try:
        return _FITS[name](text)
    except Unfit as fault:
        raise Refused(f"invalid_{name}", f"{name}: {fault}") from None


def _wanted(cells: Mapping[str, str], product: str) -> Wanted | None:
    sku, role = cells[f"{product}_sku"], cells[f"{product}_role"]
    if not sku and not role:
        return None
    if not sku:
        raise Refused("invalid_sku", f"{product}_sku: is missing")
    if sku not in (allowed := [each.name for each in skus_of(product)]):
        raise Refused("invalid_sku", f"{product}_sku: is no license of {product}; takes {', '.join(allowed)}")
    if role not in ROLES[product]:
        raise Refused("invalid_role", f"{product}_role: is no role of {product}; takes {', '.join(ROLES[product])}")
    if not can_carry(SKUS[sku], role):
        raise Refused("role_not_allowed", f"{product}_role: {sku} carries {', '.join(SKUS[sku].roles)}")
    return Wanted(sku, role)


def _check_same(there: User | None, person: User) -> None:
    if there is None:
        raise Refused("username_taken", "This username is taken, or was once. Choose another.")
    if not there.is_active:
        raise Refused("user_deactivated", "This user is deactivated. Reactivate them instead.")
    if _columns(there) != _columns(person):
        raise Refused("user_differs", "This user is there with other values. An import only adds; edit them instead.")


def _columns(user: User) -> tuple[Any, ...]:
    seats = {product: (seat.sku, seat.role) for product, seat in user.seats.items()}
    return user.username, user.name, user.email, seats


def _shortage(books: Books, sku: str) -> Refused:
    owned = books.pool(sku).owned
    if not books.pool(sku).version:
        try:
            plan_selling(books, SKUS[sku])
        except Impossible as gone:
            return Refused(gone.code, gone.detail)
    return Refused("no_license_available", f"{sku}: {owned} owned, none free. Buy more, then import this row again.")

"""People and seats in the model: who is added, seated, let go and taken back."""

from collections.abc import Sequence
from typing import NamedTuple

from shared.domain.catalog import SKUS
from tests.unit.model.company import Company, No
from tests.unit.model.due import come_up_to_date
from tests.unit.model.people import Person, Seat


class Wanted(NamedTuple):
    """A seat that is asked for."""

    sku: str
    role: str


def add(company: Company, person: Person, wanted: Sequence[Wanted], *, is_taken: bool) -> Person:
    """Add somebody with seats, all or nothing."""
    if wanted:
        come_up_to_date(company)
    if is_taken:
        raise No("username_taken")
    seats = _seated(company, person, wanted)
    _check_free(company, person, seats)
    person.seats = seats
    company.people.append(person)
    company.tell("user.added")
    return person


def edit(company: Company, person: Person, fields: dict[str, str], edition: int | None) -> None:
    _check_edition(person, edition)
    if any(getattr(person, name) != value for name, value in fields.items()):
        person.edition += 1
        for name, value in fields.items():
            setattr(person, name, value)
        company.tell("user.edited")


def assign(company: Company, person: Person, wanted: Wanted, edition: int | None) -> None:
    """Give a seat, or change its SKU or role."""
    come_up_to_date(company)
    _check_edition(person, edition)
    if not person.is_active:
        raise No("user_deactivated")
    held = person.seats.get(SKUS[wanted.sku].product)
    if held and (held.sku, held.role) == wanted:
        return
    _take(company, person, person.seats | _seated(company, person, [wanted]))
    company.tell("seat.changed" if held else "seat.assigned")


def unassign(company: Company, person: Person, product: str, edition: int | None) -> None:
    come_up_to_date(company)
    _check_edition(person, edition)
    if product not in person.seats:
        raise No("not_found")
    _take(company, person, {name: seat for name, seat in person.seats.items() if name != product})
    company.tell("seat.unassigned")


def deactivate(company: Company, person: Person) -> None:
    """Free the seats; who was the last owner stays."""
    come_up_to_date(company)
    if not person.is_active:
        raise No("user_deactivated")
    held = person.seats
    _take(company, person, {})
    person.is_active, person.last = False, held
    company.tell("user.deactivated")


def reactivate(company: Company, person: Person, wanted: Sequence[Wanted] | None) -> None:
    """Take back the seats held before, or those wanted: all or none."""
    come_up_to_date(company)
    if person.is_active:
        raise No("user_active")
    before = [Wanted(seat.sku, seat.role) for seat in person.last.values()]
    seats = _seated(company, person, before if wanted is None else wanted)
    _check_free(company, person, seats)
    person.take(seats, company.now)
    person.is_active, person.last = True, {}
    company.tell("user.reactivated")


def shortage(company: Company, sku: str) -> str:
    """Why no seat of a SKU can be had: none free, or it was never owned and is not sold."""
    return "no_license_available" if sku in company.pools or company.sells(sku) else "not_sold_on_plan"


def _take(company: Company, person: Person, seats: dict[str, Seat]) -> None:
    others = any(each.owns for each in company.people if each is not person)
    if person.owns and not others and not any(seat.role == "owner_manager" for seat in seats.values()):
        raise No("last_owner")
    _check_free(company, person, seats)
    person.take(seats, company.now)


def _check_free(company: Company, person: Person, seats: dict[str, Seat]) -> None:
    held = {seat.sku for seat in person.seats.values()}
    for seat in seats.values():
        if seat.sku not in held and company.free(seat.sku) < 1:
            raise No(shortage(company, seat.sku))


def _seated(company: Company, person: Person, wanted: Sequence[Wanted]) -> dict[str, Seat]:
    """The seats wanted, by product; one that is held already keeps its beginning."""
    held = {seat.sku: seat.since for seat in person.seats.values()}
    return {SKUS[each.sku].product: Seat(*each, held.get(each.sku, company.now)) for each in wanted}


def _check_edition(person: Person, edition: int | None) -> None:
    if edition not in (None, person.edition):
        raise No("stale_version")

"""Steps of owners: people added, edited, seated, let go, taken back, imported."""

from hypothesis import strategies as st
from hypothesis.stateful import rule

from shared.domain.catalog import SKUS
from shared.domain.people_file import COLUMNS
from tests.unit.model import importing, seating
from tests.unit.model.checks import pages
from tests.unit.model.company import Company
from tests.unit.model.history import History
from tests.unit.model.how import How, hows, which
from tests.unit.model.importing import Row
from tests.unit.model.people import Person
from tests.unit.model.seating import Wanted

CARRIED = {sku.name: (sku.roles[0], sku.roles[-1], "financial_office_staff") for sku in SKUS.values()}
SEATS = [Wanted(name, role) for name, roles in CARRIED.items() for role in roles if role in SKUS[name].roles]
seats = st.sampled_from(SEATS)
several = st.lists(seats, max_size=2, unique_by=lambda seat: SKUS[seat.sku].product)
products = st.sampled_from(("jobs", "sales"))
names = st.sampled_from(("Bo Lind", "Cy Ek"))
guarded = st.booleans()
# What is imported is mostly new; now and then somebody who is there, or elsewhere.
imported = st.lists(
    st.tuples(st.sampled_from(("", "", "", "same", "known", "foreign")), which, several), min_size=1, max_size=4
)


class Seating(History):
    @rule(how=hows, wanted=several, name=names, taken=st.sampled_from((None, None, None, 0, 1)))
    def add(self, how: How, wanted: list[Wanted], name: str, taken: int | None) -> None:
        """Somebody new, or under a username that is taken here or elsewhere."""
        company = self.company(how.at)
        username = self.companies[taken].people[-1].username if taken is not None else self.new_username()
        person = Person(username, name, f"{username}@example.com")
        body = {"username": username.upper(), "name": name, "email": person.email, "licenses": licenses(wanted)}
        reply = self.change(
            how, "POST", "/v1/users", body,
            lambda _: seating.add(company, person, wanted, is_taken=taken is not None),
        )  # fmt: skip
        if reply:
            person.user_id, person.seen = reply.body["user_id"], (person.edition, reply.headers["etag"])

    @rule(how=hows, n=which, name=names, is_guarded=guarded)
    def edit(self, how: How, n: int, name: str, is_guarded: bool) -> None:
        company, person = self.company(how.at), self.somebody(how, n)
        fields = {"name": name, "email": f"{person.username}@{name[:2].lower()}.example"}
        self.guarded(
            person, is_guarded, how, "PATCH", f"/v1/users/{person.user_id}", fields,
            lambda edition: seating.edit(company, person, fields, edition),
        )  # fmt: skip

    @rule(how=hows, n=which, wanted=seats, is_guarded=guarded)
    def assign(self, how: How, n: int, wanted: Wanted, is_guarded: bool) -> None:
        company, person = self.company(how.at), self.somebody(how, n)
        self.guarded(
            person, is_guarded, how, "PUT", seat_path(person, SKUS[wanted.sku].product), wanted._asdict(),
            lambda edition: seating.assign(company, person, wanted, edition),
        )  # fmt: skip

    @rule(how=hows, n=which, product=products, is_guarded=guarded)
    def unassign(self, how: How, n: int, product: str, is_guarded: bool) -> None:
        company, person = self.company(how.at), self.somebody(how, n)
        self.guarded(
            person, is_guarded, how, "DELETE", seat_path(person, product), None,
            lambda edition: seating.unassign(company, person, product, edition),
        )  # fmt: skip

    @rule(how=hows, n=which)
    def deactivate(self, how: How, n: int) -> None:
        company, person = self.company(how.at), self.somebody(how, n)
        path = f"/v1/users/{person.user_id}/deactivation"
        self.change(how, "POST", path, None, lambda _: seating.deactivate(company, person))

    @rule(how=hows, n=which, named=st.none() | several)
    def reactivate(self, how: How, n: int, named: list[Wanted] | None) -> None:
        """Somebody who is gone, if anybody is."""
        company, person = self.company(how.at), self.somebody(how, n)
        person = next((each for each in company.people if not each.is_active), person)
        body = {} if named is None else {"licenses": licenses(named)}
        path = f"/v1/users/{person.user_id}/reactivation"
        self.change(how, "POST", path, body, lambda _: seating.reactivate(company, person, named))

    @rule(how=hows, wanted=imported, is_dry=st.sampled_from((False, False, True)))
    def import_people(self, how: How, wanted: list[tuple[str, int, list[Wanted]]], is_dry: bool) -> None:
        company = self.company(how.at)
        rows = [self.row(how, *each) for each in wanted]
        others = {person.username for each in self.companies if each is not company for person in each.people}
        verdicts: list[tuple[str, str | None]] = []

        def foretell(_: Person) -> None:
            verdicts.extend(importing.judge(company, rows, others, is_dry=is_dry))

        reply = self.change(
            how, "POST", "/v1/users/imports", None, foretell, raw=file_of(rows),
            headers={"content-type": "text/csv"}, query={"dry_run": str(is_dry).lower()},
        )  # fmt: skip
        if reply:
            assert [(row["result"], row["code"]) for row in reply.body["rows"]] == verdicts
            self.find_newcomers(company)

    def somebody(self, how: How, n: int) -> Person:
        people = self.companies[how.at].people
        return people[n % len(people)]

    def new_username(self) -> str:
        return f"person-{self.steps}-{sum(len(company.people) for company in self.companies)}"

    def row(self, how: How, kind: str, n: int, wanted: list[Wanted]) -> Row:
        """A row for somebody new, or for one who is there: the same, different, or in the other company."""
        known = self.companies[1 - how.at].people[0] if kind == "foreign" else self.somebody(how, n)
        if kind == "same":
            held = tuple(Wanted(seat.sku, seat.role) for seat in known.seats.values())
            return Row(known.username, known.name, known.email, held)
        username = known.username if kind else f"{self.new_username()}-{n}"
        return Row(username, "Bo Lind", f"{username}@example.com", tuple(sorted(wanted)))

    def find_newcomers(self, company: Company) -> None:
        """Their ids, which the answer to an import does not tell."""
        unknown = {person.username: person for person in company.people if not person.user_id}
        if unknown:
            for user in pages(company, "/v1/users"):
                if user["username"] in unknown:
                    unknown[user["username"]].user_id = user["user_id"]


def licenses(wanted: list[Wanted]) -> list[dict[str, str]]:
    return [each._asdict() for each in wanted]


def seat_path(person: Person, product: str) -> str:
    return f"/v1/users/{person.user_id}/licenses/{product}"


def file_of(rows: list[Row]) -> str:
    lines = [",".join(COLUMNS)]
    for row in rows:
        by_product = {SKUS[seat.sku].product: seat for seat in row.wanted}
        cells = [cell for product in ("jobs", "sales") for cell in by_product.get(product, ("", ""))]
        lines.append(",".join([row.username, row.name, row.email, *cells]))
    return "\n".join(lines)

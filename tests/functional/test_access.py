"""Every route of the API against everybody who may call: only those get in whom the rules let in (DESIGN 3, Access)."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import pytest

from infra.openapi import document
from shared.account import archives
from shared.account.clock import move_clock
from shared.auth import identify
from shared.domain.catalog import FINANCE, OWNER, ROLES
from shared.domain.seat import Subject
from shared.pages import cursor_after
from shared.store import dynamodb, keys
from shared.store.records import from_item, to_item
from shared.store.transaction import Transaction
from tests.support.api import Reply, call
from tests.support.aws import stand_in_aws
from tests.support.sample import Company, load_sample_prices, open_company
from tests.support.sandbox import at
from tests.support.someone import somebody

EVERY_ROLE = sorted({role for roles in ROLES.values() for role in roles})
ALL, BUYERS, OWNERS = frozenset(EVERY_ROLE), frozenset({OWNER, FINANCE}), frozenset({OWNER})
CSV = "username,name,email,jobs_sku,jobs_role,sales_sku,sales_role\nx.y,X,x@example.com,,,,"
OPEN = {"GET /v1/openapi.json", "GET /v1/docs"}

RULES: dict[str, frozenset[str]] = {
    "GET /v1/me": ALL, "GET /v1/roles": ALL, "GET /v1/roles/spreadsheet": ALL,
    "GET /v1/catalog": BUYERS, "GET /v1/licenses": BUYERS, "GET /v1/licenses/{sku}/holders": BUYERS,
    "POST /v1/licenses/quotes": BUYERS, "POST /v1/licenses/orders": BUYERS, "GET /v1/licenses/orders": BUYERS,
    "GET /v1/licenses/orders/{order_id}": BUYERS, "GET /v1/licenses/orders/{order_id}/document": BUYERS,
    "POST /v1/licenses/orders/{order_id}/signature": BUYERS,
    "POST /v1/licenses/orders/{order_id}/cancellation": BUYERS, "POST /v1/licenses/{sku}/deletions": BUYERS,
    "GET /v1/licenses/{sku}/renewal": BUYERS, "PUT /v1/licenses/{sku}/renewal": BUYERS,
    "DELETE /v1/licenses/{sku}/renewal": BUYERS, "GET /v1/contracts": BUYERS, "GET /v1/contracts/{contract_id}": BUYERS,
    "POST /v1/contracts/archive": BUYERS, "GET /v1/contracts/archives/{archive_id}": BUYERS,
    "GET /v1/billing/charges": BUYERS, "GET /v1/billing/upcoming": BUYERS, "GET /v1/billing/invoices": BUYERS,
    "GET /v1/billing/invoices/{number}": BUYERS, "GET /v1/utilization": BUYERS, "GET /v1/activity": BUYERS,
    "GET /v1/company": BUYERS, "PATCH /v1/company": BUYERS,
    "GET /v1/users": BUYERS, "GET /v1/users/{user_id}": BUYERS, "GET /v1/users/imports/{import_id}": BUYERS,
    "POST /v1/users": OWNERS, "PATCH /v1/users/{user_id}": OWNERS, "POST /v1/users/imports": OWNERS,
    "PUT /v1/users/{user_id}/licenses/{product}": OWNERS, "DELETE /v1/users/{user_id}/licenses/{product}": OWNERS,
    "POST /v1/users/{user_id}/deactivation": OWNERS, "POST /v1/users/{user_id}/reactivation": OWNERS,
}  # fmt: skip
SIGNATURE = {"signer_name": "Ana Pop", "typed_name": "Ana Pop", "consent": True, "document_sha256": "0" * 64}
BODIES: dict[str, Any] = {
    "POST /v1/licenses/quotes": {"sku": "jobs-rolling", "quantity": 1},
    "POST /v1/licenses/orders": {"quote_id": "none"},
    "POST /v1/licenses/orders/{order_id}/signature": SIGNATURE,
    "POST /v1/licenses/{sku}/deletions": {"quantity": 1}, "PUT /v1/licenses/{sku}/renewal": {"quantity": 1},
    "PATCH /v1/company": {"name": "Brook"}, "PATCH /v1/users/{user_id}": {"name": "Bo"},
    "POST /v1/users": {"username": "new.one", "name": "New", "email": "new@example.com"},
    "PUT /v1/users/{user_id}/licenses/{product}": {"sku": "jobs-rolling", "role": "engineer"},
}  # fmt: skip


@dataclass(frozen=True)
class Place:
    """Two companies, people of every role in the first, and what stands there under an id."""

    company: Company
    other: Company
    subs: dict[str, str]
    ids: dict[str, str]


@pytest.fixture(scope="module")
def place() -> Iterator[Place]:
    with stand_in_aws(), pytest.MonkeyPatch.context() as patched:
        # Nobody builds a Zip here; only how long it is waited for is left out.
        patched.setattr(archives, "WAITS_SECONDS", 0)
        load_sample_prices()
        company, other = open_company(), open_company(owner_username="elsewhere")
        order = company.buy("jobs-rolling", 3).body
        archive = company.call("POST", "/v1/contracts/archive").body
        file = company.call("POST", "/v1/users/imports", raw=CSV, headers={"content-type": "text/csv"}).body
        ids = {"order_id": order["order_id"], "contract_id": order["contract_id"], "import_id": file["import_id"],
               "user_id": company.owner_id, "archive_id": archive["archive_id"], "number": "1", "sku": "jobs-rolling",
               "product": "jobs"}  # fmt: skip
        move_clock(company.account_id, at("2027-04-06"))
        yield Place(company, other, {role: somebody(company, role) for role in EVERY_ROLE}, ids)


@pytest.fixture(autouse=True)
def aws(place: Place) -> None:
    """These calls change nothing that another one rests on: one stand-in for all."""


def ask(route: str, ids: dict[str, str], *, sub: str | None, token_use: str = "access") -> Reply:
    method, path = route.split(" ")
    path = path.format_map(ids)
    if route == "POST /v1/users/imports":
        more: dict[str, Any] = {"raw": CSV, "headers": {"content-type": "text/csv"}, "query": {"dry_run": "true"}}
        return call(method, path, sub=sub, token_use=token_use, **more)
    return call(method, path, BODIES.get(route), sub=sub, token_use=token_use)


def nothing(ids: dict[str, str]) -> dict[str, str]:
    """Ids under which nothing stands; what is no id stays."""
    return {name: value if name in ("sku", "product") else "9999" for name, value in ids.items()}


def test_the_rules_name_every_route() -> None:
    described = {f"{method.upper()} {path}" for path, methods in document()["paths"].items() for method in methods}
    assert described == set(RULES) | OPEN


@pytest.mark.parametrize("route", RULES)
def test_nobody_gets_in_without_an_access_token(place: Place, route: str) -> None:
    for reply in (ask(route, place.ids, sub=None), ask(route, place.ids, sub=place.company.sub, token_use="id")):
        assert (reply.status, reply.code) == (401, "not_signed_in")


@pytest.mark.parametrize("route", RULES)
def test_only_the_roles_of_the_rule_get_in(place: Place, route: str) -> None:
    for role, sub in place.subs.items():
        reply = ask(route, nothing(place.ids), sub=sub)
        if role in RULES[route]:
            assert reply.status in (200, 201, 202, 404, 409, 415), (role, reply.body)
        else:
            assert (reply.status, reply.code) == (403, "role_missing"), role


SEATS_ON_BOTH = [
    (("engineer", OWNER), OWNERS), ((OWNER, "sales_person"), OWNERS), ((OWNER, OWNER), OWNERS),
    ((FINANCE, "sales_support"), BUYERS), (("office_staff", "sales_director"), ALL),
]  # fmt: skip


@pytest.mark.parametrize(("roles", "highest"), SEATS_ON_BOTH, ids=[" and ".join(roles) for roles, _ in SEATS_ON_BOTH])
def test_a_caller_has_the_rights_of_both_seats(place: Place, roles: tuple[str, ...], highest: frozenset[str]) -> None:
    sub = somebody(place.company, *roles)
    for route, rule in RULES.items():
        reply = ask(route, nothing(place.ids), sub=sub)
        assert (reply.code == "role_missing") == (not highest <= rule), (route, reply.body)


WITH_A_BODY = sorted({*BODIES, "POST /v1/users/imports"})


@pytest.mark.parametrize("route", WITH_A_BODY)
def test_a_bad_body_is_told_before_the_role_is_looked_at(place: Place, route: str) -> None:
    method, path = route.split(" ")
    bad: dict[str, Any] = {"raw": "no,such\ncolumn", "headers": {"content-type": "text/csv"}}
    more = bad if "imports" in route else {"body": {**BODIES[route], "no_such_field": 1}}
    reply = call(method, path.format_map(place.ids), sub=place.subs["engineer"], **more)
    assert (reply.status, reply.code) == (422, "invalid"), reply.body


@pytest.mark.parametrize("route", [route for route in RULES if RULES[route] != ALL])
def test_an_unknown_parameter_is_told_before_the_role_is_looked_at(place: Place, route: str) -> None:
    method, path = route.split(" ")
    kind = {"raw": CSV, "headers": {"content-type": "text/csv"}} if "imports" in route and method == "POST" else {}
    more: dict[str, Any] = {"query": {"no_such": "1"}, "sub": place.subs["engineer"], **kind}
    reply = call(method, path.format_map(place.ids), BODIES.get(route), **more)
    assert reply.status == 422, reply.body


@pytest.mark.parametrize("route", RULES)
def test_strangers_and_deactivated_owners_are_nobody(place: Place, route: str) -> None:
    gone = somebody(place.company, OWNER)
    subject = replace(from_item(Subject, dynamodb.get(keys.subject(gone)) or {}), status="deactivated")
    transaction = Transaction()
    transaction.put(keys.subject(gone), to_item(subject))
    transaction.commit()
    for sub in (gone, "sub-of-nobody"):
        reply = ask(route, place.ids, sub=sub)
        assert (reply.status, reply.code) == (403, "user_inactive")


@pytest.mark.parametrize("route", [route for route in RULES if "_id}" in route or "{number}" in route])
def test_what_is_another_accounts_is_answered_as_what_does_not_exist(place: Place, route: str) -> None:
    theirs, none = (ask(route, ids, sub=place.other.sub) for ids in (place.ids, nothing(place.ids)))
    assert theirs.status == none.status == 404
    assert {**theirs.body, "request_id": ""} == {**none.body, "request_id": ""}


@pytest.mark.parametrize("route", [route for route in RULES if "_id}" in route or "{number}" in route])
def test_the_company_itself_finds_what_another_does_not(place: Place, route: str) -> None:
    """Else the ids of the test above would be anybody's."""
    known = ask(route, place.ids, sub=place.company.sub)
    assert known.status != 404, known.body


LISTS = {"/v1/contracts": "CONTRACT#", "/v1/licenses/orders": "ORDER#", "/v1/users": "USER#"}


@pytest.mark.parametrize("path", LISTS)
def test_a_cursor_leads_into_no_other_account(place: Place, path: str) -> None:
    theirs = {str(item) for item in place.company.call("GET", path).body["items"]}
    for place_after in (f"{LISTS[path]}~|A#{place.company.account_id}", f"{LISTS[path]}0|A#{place.company.account_id}"):
        reply = place.other.call("GET", path, query={"cursor": str(cursor_after(place_after))})
        assert reply.status == 200
        assert not theirs & {str(item) for item in reply.body["items"]}


def test_no_claim_of_a_token_but_its_subject_counts(place: Place) -> None:
    engineer = next(sub for role, sub in place.subs.items() if role == "engineer")
    claims = {
        "sub": engineer, "token_use": "access", "cognito:groups": [OWNER], "roles": [OWNER], "role": OWNER,
        "custom:account_id": place.other.account_id, "account_id": place.other.account_id,
    }  # fmt: skip
    caller = identify({"requestContext": {"authorizer": {"jwt": {"claims": claims}}}})
    assert (caller.account_id, caller.roles) == (place.company.account_id, {"engineer"})


@pytest.mark.parametrize("role", EVERY_ROLE)
def test_everybody_reads_themselves(place: Place, role: str) -> None:
    me = call("GET", "/v1/me", sub=place.subs[role]).body["user_id"]
    assert call("GET", f"/v1/users/{me}", sub=place.subs[role]).body["user_id"] == me


@pytest.mark.parametrize("path", sorted(OPEN))
def test_the_description_is_open_to_all(path: str) -> None:
    # The description itself is made when the code is packed.
    assert call(*path.split(" "), sub=None).status in (200, 404)

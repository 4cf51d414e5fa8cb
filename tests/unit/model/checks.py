"""What must hold of a company: it reads as the model says, and its records add up."""

import copy
from collections import Counter
from typing import Any

from infra.operator.recount import differences_of
from shared.mail.kept import mails
from shared.store import dynamodb, keys
from tests.support.api import Reply, call
from tests.unit.model.company import Company
from tests.unit.model.due import do_all_that_is_due, next_close_on
from tests.unit.model.reads import line_shown, line_told, overview_of, overview_shown, people_shown, person_of
from tests.unit.model.world import World

REMINDERS = ("order.reminder_due", "renewal.reminder_due")
"""Of these a late run sends only the newest: how many there are is no business of the model."""


def check_pools(world: World, company: Company) -> None:
    found = world.shown(company, "pools", lambda: overview_shown(read(company, "/v1/licenses").body))
    assert_same(found, overview_of(company))


def check_people(world: World, company: Company) -> None:
    found = world.shown(company, "people", lambda: people_shown(pages(company, "/v1/users")))
    assert_same(found, {person.user_id: person_of(person) for person in company.people})


def assert_same(found: dict[str, Any], expected: dict[str, Any]) -> None:
    names = [name for name in found | expected if found.get(name) != expected.get(name)]
    assert not names, [(name, found.get(name), expected.get(name)) for name in names]


def check_everything(world: World, company: Company) -> None:
    world.known.clear()
    check_pools(world, company)
    check_people(world, company)
    check_orders(company)
    check_ledger(company)
    check_activity(company)
    assert list(differences_of(company.account_id)) == []


def check_orders(company: Company) -> None:
    told = {
        order["order_id"]: (order["status"], order["unit_price"]) for order in pages(company, "/v1/licenses/orders")
    }
    expected = {order.order_id: (order.status(company.now), order.offer.unit) for order in company.orders}
    assert_same({order_id: told.get(order_id) for order_id in expected}, expected)
    assert len(told) == len(expected) + 1, "the opening order, and no other besides"


def check_ledger(company: Company) -> None:
    """Every line and every invoice, with the lines on it."""
    numbers = {invoice.issued_on: invoice.number for invoice in company.invoices}
    found = Counter((*line_shown(line), line["invoice_number"]) for line in pages(company, "/v1/billing/charges"))
    expected = Counter((*line_told(line), numbers.get(line.bills_on)) for line in company.lines)
    assert found == expected, (found - expected, expected - found)
    invoices = [(i["number"], i["issued_on"], i["net"], i["tax"]) for i in pages(company, "/v1/billing/invoices")]
    assert invoices[::-1] == [(i.number, str(i.issued_on), i.net, i.tax) for i in company.invoices]
    aside = list(dynamodb.query_all("Billing", keys.kept_aside(company.account_id, "", "").pk))
    assert len(aside) == len(company.usage.aside)


def check_activity(company: Company) -> None:
    told = Counter(event["type"] for event in pages(company, "/v1/activity"))
    assert_same({t: n for t, n in told.items() if t not in REMINDERS}, {t: n for t, n in company.told.items() if n})


def check_mails(company: Company) -> None:
    """Each mail once, however often its event was brought."""
    kinds = Counter(mail.kind for mail in mails(company.account_id))
    found = {kind: number for kind, number in kinds.items() if not kind.endswith("_reminder")}
    assert_same(found, {kind: number for kind, number in company.mails.items() if number})


def check_next_invoice(company: Company) -> None:
    """What is to come: a twin lives up to the next billing date that has lines, or that is not there yet."""
    body, twin, on = read(company, "/v1/billing/upcoming").body, copy.deepcopy(company), next_close_on(company)
    while True:
        twin.now = max(twin.now, company.begin_of(on)) if on > company.today else company.begin_of(on)
        do_all_that_is_due(twin)
        lines = [line for line in twin.lines if line.bills_on == on]
        if lines or on > company.today:
            break
        on = next_close_on(twin)
    assert body["issued_on"] == str(on)
    found = Counter(line_shown(line) for line in body["lines"])
    assert found == Counter(line_told(line) for line in lines)


def charge_id(company: Company, number: int) -> str:
    """The id of a line of the model; of equal ones, of one that is credited just as it is."""
    told = pages(company, "/v1/billing/charges")
    credited = {line["credits"] for line in told}
    wanted, is_credited = line_told(company.lines[number]), number in company.credited
    return next(
        str(each["charge_id"]) for each in told
        if line_shown(each) == wanted and (each["charge_id"] in credited) == is_credited
    )  # fmt: skip


def read(company: Company, path: str, **query: str) -> Reply:
    """A read by somebody who may."""
    owner = next(person for person in company.people if person.owns and person.is_ready)
    reply = call("GET", path, sub=owner.sub, query=query or None)
    assert reply.status == 200, reply.body
    return reply


def pages(company: Company, path: str) -> list[dict[str, Any]]:
    """Every item of a list, page after page."""
    items: list[dict[str, Any]] = []
    after: dict[str, str] = {}
    while True:
        body = read(company, path, limit="100", **after).body
        items += body["items"]
        if body["next_cursor"] is None:
            return items
        after = {"cursor": body["next_cursor"]}

"""Steps of calls that come again, with another body, or with what belongs to somebody else; and of reads."""

from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from shared.auth import ANYONE, BUYERS
from shared.domain.catalog import SKUS
from tests.support.api import Reply, call
from tests.unit.model.checks import check_everything, check_next_invoice, read
from tests.unit.model.due import come_up_to_date
from tests.unit.model.history import History, Kept
from tests.unit.model.how import How, hows, which
from tests.unit.model.outcomes import check_caller, outcome

FOREIGN = (
    ("PATCH", "/v1/users/{user}", {"name": "Bo Lind"}, False), ("GET", "/v1/users/{user}", None, False),
    ("DELETE", "/v1/users/{user}/licenses/jobs", None, True), ("POST", "/v1/users/{user}/deactivation", None, True),
    ("POST", "/v1/licenses/orders", {"quote_id": "{quote}"}, True), ("GET", "/v1/licenses/orders/{order}", None, False),
    ("POST", "/v1/licenses/orders/{order}/cancellation", None, False),
)  # fmt: skip
"""Calls that name somebody else's things, and whether what is due would be done before they are looked for."""


class Again(History):
    @precondition(lambda self: self.kept)
    @rule(n=which, trouble=hows)
    def a_call_comes_again(self, n: int, trouble: How) -> None:
        """The same answer, and nothing changed; unless who called may call no more."""
        kept = self.kept[-1 - n % len(self.kept)]
        reply = self.again(kept, kept.body, trouble, outcome(lambda: check_caller(kept.caller, kept.roles)))
        if reply.status < 300:
            assert (reply.status, without_links(reply.body)) == (kept.reply.status, without_links(kept.reply.body))

    @precondition(lambda self: any(altered(kept.body) for kept in self.kept))
    @rule(n=which, trouble=hows)
    def a_key_comes_with_another_body(self, n: int, trouble: How) -> None:
        fitting = [kept for kept in self.kept if altered(kept.body)]
        kept = fitting[-1 - n % len(fitting)]
        code = outcome(lambda: check_caller(kept.caller, kept.roles)) or "idempotency_key_reused"
        assert self.again(kept, altered(kept.body), trouble, code).status in (403, 422)

    @rule(how=hows, n=st.integers(0, len(FOREIGN) - 1))
    def ask_for_what_is_not_ours(self, how: How, n: int) -> None:
        """It is as if it were not there."""
        company, other = self.company(how.at), self.companies[1 - how.at]
        method, path, body, is_due_first = FOREIGN[n]
        ids = {
            "user": other.people[-1].user_id, "order": other.orders[-1].order_id if other.orders else "none",
            "quote": other.quotes[-1].quote_id if other.quotes else "none",
        }  # fmt: skip
        filled = {name: text.format(**ids) for name, text in body.items()} if body else None
        caller = self.caller(company, None)
        if is_due_first:
            come_up_to_date(company)
        reply = self.world.request(caller.sub, method, path.format(**ids), filled, how.trouble)
        assert (reply.status, reply.code) == (404, "not_found"), reply.body

    @rule(how=hows, n=which)
    def read(self, how: How, n: int) -> None:
        """Everything by an owner; by anybody what their roles let them, and nothing by who is gone."""
        company = self.company(how.at)
        check_everything(self.world, company)
        check_next_invoice(company)
        for sku in SKUS:
            holders = {each["user_id"] for each in read(company, f"/v1/licenses/{sku}/holders").body["items"]}
            assert holders == {p.user_id for p in company.people if any(s.sku == sku for s in p.seats.values())}
        person = company.people[n % len(company.people)]
        for path, roles in (("/v1/licenses", BUYERS), ("/v1/users", BUYERS), ("/v1/me", ANYONE), ("/v1/roles", ANYONE)):
            code = outcome(lambda roles=roles: check_caller(person, roles))  # type: ignore[misc]
            assert call("GET", path, sub=person.sub).code == code
        assert not self.world.written(company)

    def again(self, kept: Kept, body: Any, how: How, code: str | None) -> Reply:
        company = self.company(kept.at)
        reply = self.world.request(kept.caller.sub, kept.method, kept.path, body, how.trouble, **kept.more)
        assert reply.code == code, (code, reply.body)
        assert self.world.written(company) == []
        return reply


def altered(body: Any) -> Any:
    """The body with another value that the call would take, None where it has none such."""
    if not isinstance(body, dict):
        return None
    if "quantity" in body:
        return body | {"quantity": body["quantity"] + 1}
    return body | {"name": f"{body['name']} jr"} if isinstance(body.get("name"), str) else None


def without_links(body: Any) -> Any:
    return {name: value for name, value in body.items() if name != "document"}

"""Steps of buyers: quotes reviewed, orders placed, signed and withdrawn, licenses deleted, renewals numbered."""

from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from shared.auth import BUYERS
from shared.domain.catalog import SKUS
from tests.support.api import Reply
from tests.unit.model import buying
from tests.unit.model.company import Company, RenewalNumber
from tests.unit.model.history import History
from tests.unit.model.how import How, hows, which
from tests.unit.model.purchases import Order, Quote

skus = st.sampled_from(sorted(SKUS))
CONTRACTED = [name for name, sku in SKUS.items() if sku.is_contracted]
OTHERS = [name for name, sku in SKUS.items() if not sku.is_contracted]
some = st.integers(1, 4)
OTHER_SHA256 = "0" * 64


def signature(sha256: str, name: str) -> dict[str, Any]:
    return {"signer_name": name, "typed_name": name, "consent": True, "document_sha256": sha256}


class Buying(History):
    @rule(how=hows, sku=skus, quantity=some, is_signed=st.booleans())
    def buy(self, how: How, sku: str, quantity: int, is_signed: bool) -> None:
        made = self.make_quote(self.company(how.at), how, sku, quantity)
        if made:
            self.place(how, made, is_signed)

    @rule(how=hows, sku=skus, quantity=some)
    def quote(self, how: How, sku: str, quantity: int) -> None:
        self.make_quote(self.company(how.at), how, sku, quantity)

    @precondition(lambda self: any(company.quotes for company in self.companies))
    @rule(how=hows, number=which, is_signed=st.booleans())
    def order_what_was_quoted(self, how: How, number: int, is_signed: bool) -> None:
        """Of one of the last quotes, used or not."""
        quotes = [made for made in self.company(how.at).quotes if made.quote_id][::-1]
        if quotes:
            self.place(how, quotes[number % len(quotes)], is_signed)

    @precondition(lambda self: any(company.orders for company in self.companies))
    @rule(how=hows, number=which, name=st.sampled_from(("", "", "", "Eve Roe")), is_other=st.sampled_from((0, 0, 0, 1)))
    def sign(self, how: How, number: int, name: str, is_other: int) -> None:
        """Sign one of the last orders, at times as somebody else or another document."""
        company = self.company(how.at)
        if order := latest(company, number):
            caller = self.caller(company, how.by)
            sha256, name = OTHER_SHA256 if is_other else order.sha256, name or caller.name
            path = f"/v1/licenses/orders/{order.order_id}/signature"
            self.change(
                how, "POST", path, signature(sha256, name), roles=BUYERS,
                foretell=lambda by: buying.sign(company, order, sha256, by, name),
            )  # fmt: skip

    @precondition(lambda self: any(company.pending() for company in self.companies))
    @rule(how=hows, number=which)
    def cancel(self, how: How, number: int) -> None:
        company = self.company(how.at)
        if order := latest(company, number):
            path = f"/v1/licenses/orders/{order.order_id}/cancellation"
            self.change(how, "POST", path, None, lambda _: buying.cancel(company, order), roles=BUYERS)

    @rule(how=hows, sku=st.sampled_from(OTHERS * 4 + CONTRACTED), quantity=some)
    def delete(self, how: How, sku: str, quantity: int) -> None:
        company = self.company(how.at)
        path, body = f"/v1/licenses/{sku}/deletions", {"quantity": quantity}
        reply = self.change(how, "POST", path, body, lambda _: buying.delete(company, sku, quantity), roles=BUYERS)
        assert reply is None or (reply.body["owned"], reply.body["available"]) == (
            company.owned(sku),
            company.free(sku),
        )

    @rule(
        how=hows,
        sku=st.sampled_from(CONTRACTED * 6 + OTHERS),
        quantity=st.sampled_from((None, 0, 0, 1, 2, 4)),
        is_guarded=st.booleans(),
    )
    def number_the_renewal(self, how: How, sku: str, quantity: int | None, is_guarded: bool) -> None:
        company = self.company(how.at)
        method, body = ("DELETE", None) if quantity is None else ("PUT", {"quantity": quantity})
        number = RenewalNumber(company, sku) if SKUS[sku].product in company.terms else None
        reply = self.guarded(
            number, is_guarded, how, method, f"/v1/licenses/{sku}/renewal", body,
            lambda edition: buying.wish(company, sku, quantity, edition), roles=BUYERS,
        )  # fmt: skip
        assert reply is None or reply.body["quantity"] == company.terms[SKUS[sku].product].wishes.get(sku)

    def make_quote(self, company: Company, how: How, sku: str, quantity: int) -> Quote | None:
        """Ask for a quote; it shows what the model reckons."""
        body = {"sku": sku, "quantity": quantity}
        reply = self.change(
            how, "POST", "/v1/licenses/quotes", body, lambda _: buying.quote(company, sku, quantity), roles=BUYERS
        )
        return note_quote(company.quotes[-1], reply.body) if reply else None

    def place(self, how: How, made: Quote, is_signed: bool) -> None:
        company = self.touched
        signed_by = self.caller(company, how.by) if is_signed else None
        body: dict[str, Any] = {"quote_id": made.quote_id}
        if signed_by:
            body["signature"] = signature(made.sha256, signed_by.name)
        reply = self.change(
            how, "POST", "/v1/licenses/orders", body, roles=BUYERS,
            foretell=lambda _: buying.place_order(company, made, signed_by),
        )  # fmt: skip
        if reply:
            note_order(company.orders[-1], reply)


def latest(company: Company, number: int) -> Order | None:
    return company.orders[-1 - number % len(company.orders)] if company.orders else None


def note_quote(made: Quote, shown: dict[str, Any]) -> Quote:
    offer, due = made.offer, shown["due_now"]
    assert (shown["unit_price"], shown["price_version"]) == (offer.unit, offer.version)
    assert (due["net"], due["tax"], due["charged_quantity"]) == (offer.net, offer.tax, offer.charged)
    assert (due["days"], due["days_in_month"]) == (offer.days, offer.days_in_month)
    made.quote_id, made.sha256 = shown["quote_id"], shown["document_sha256"]
    return made


def note_order(order: Order, reply: Reply) -> None:
    order.order_id = reply.body["order_id"]
    assert reply.body["status"] == ("active" if order.settled else "pending_signature")

"""Companies of the sums: a billing day set by one contracted license, whose own charges are left out."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from shared.account.clock import move_clock
from shared.account.price_loading import NewPrice
from tests.support.sample import Company, load_prices_any_day, load_sample_prices, open_company


def at(text: str) -> datetime:
    """`2027-03-05` or `2027-03-05T09:00` as an instant of UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@dataclass(frozen=True)
class Sandbox:
    """A company with a clock of its own, through the real handlers."""

    company: Company

    @property
    def account_id(self) -> str:
        return self.company.account_id

    def until(self, text: str, *, idle: bool = False) -> None:
        move_clock(self.account_id, at(text), idle=idle)

    def quote(self, sku: str, quantity: int) -> dict[str, Any]:
        reply = self.company.call("POST", "/v1/licenses/quotes", {"sku": sku, "quantity": quantity})
        assert reply.status == 201, reply.body
        body: dict[str, Any] = reply.body
        return body

    def buy(self, sku: str, quantity: int) -> None:
        reply = self.company.buy(sku, quantity)
        assert reply.status == 201, reply.body

    def charges(self, **query: str) -> list[dict[str, Any]]:
        reply = self.company.call("GET", "/v1/billing/charges", query={"limit": "100", **query})
        assert reply.status == 200, reply.body
        items: list[dict[str, Any]] = reply.body["items"]
        return items

    def lines(self, *skus: str) -> list[tuple[str, str, str, int, int]]:
        """Kind, first day, end, quantity and amount of every charge but the opening order's product license."""
        return [
            (line["kind"], line["starts_on"], line["ends_before"], line["quantity"], line["amount"])
            for line in self.charges()
            if line["sku"] in skus
        ]

    def invoices(self) -> list[dict[str, Any]]:
        """Every invoice with its lines, oldest first."""
        numbers = [each["number"] for each in self.company.call("GET", "/v1/billing/invoices").body["items"]]
        return [self.company.call("GET", f"/v1/billing/invoices/{number}").body for number in reversed(numbers)]


def sandbox(opened: str, *, prices: dict[str, int] | None = None, **changes: Any) -> Sandbox:
    """A company opened at a time of its own clock."""
    load_sample_prices(prices)
    return Sandbox(open_company(sandbox_now=at(opened), **changes))


def load_price(plan: str, sku: str, unit_price: int, effective_from: str) -> None:
    load_prices_any_day([NewPrice(plan, sku, "GBP", unit_price, date.fromisoformat(effective_from))])

"""Steps of the operator and of the company's own record: plans, prices, tax, credits; name, addresses and zone."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import rule

from shared.account.credits import credit
from shared.account.plan_change import change_plan
from shared.account.price_loading import NewPrice, load_prices
from shared.account.tax import set_tax
from shared.auth import BUYERS
from shared.domain.catalog import PLANS, SKUS, sells
from shared.errors import Refusal
from tests.unit.model import operator
from tests.unit.model.checks import charge_id
from tests.unit.model.history import History
from tests.unit.model.how import How, hows, which
from tests.unit.model.outcomes import outcome
from tests.unit.model.world import Trouble

ZONES = {True: ("Asia/Tokyo", "America/New_York", "Europe/London"), False: ("Europe/Dublin", "Europe/London")}
"""Of everybody but sandboxes, days that were marked to be looked at would be due by the clock of before."""

fields = st.sampled_from(
    [{"name": "Brook plc"}, {"name": "Vale plc", "tax_id": "GB1"}, {"tax_id": None}, {"email": "a@brook.example"},
     {"email": "b@brook.example"}, {"address": "2 Mill Lane\nLeeds"}]
)  # fmt: skip


class Operating(History):
    @rule(how=hows, plan=st.sampled_from(sorted(PLANS)))
    def change_plan(self, how: How, plan: str) -> None:
        company, product = self.company(how.at), PLANS[plan].product
        self.operate(
            lambda: operator.change_plan(company, plan), lambda: change_plan(company.account_id, product, plan),
            how.trouble,
        )  # fmt: skip

    @rule(how=hows, rate=st.sampled_from((0, 2000, 1925)))
    def set_tax(self, how: How, rate: int) -> None:
        company = self.company(how.at)
        self.operate(lambda: operator.set_tax(company, rate), lambda: set_tax(company.account_id, rate), how.trouble)

    @rule(how=hows, sku=st.sampled_from(sorted(SKUS)), unit=st.integers(1, 9), days=st.sampled_from((0, 0, 20, 200)))
    def load_price(self, how: How, sku: str, unit: int, days: int) -> None:
        """On every plan that sells it, for both companies."""
        company = self.company(how.at)
        on, plans = company.today + timedelta(days=days), [p.name for p in PLANS.values() if sells(p, SKUS[sku])]
        load_prices([NewPrice(plan, sku, "GBP", 1000 + 101 * unit, on) for plan in plans])
        for plan in plans:
            company.prices.add(plan, sku, on, 1000 + 101 * unit)

    @rule(how=hows, n=which)
    def credit_a_line(self, how: How, n: int) -> None:
        """One of the last ones. Repeated by the operator it would find nothing left, so nothing goes wrong here."""
        company = self.company(how.at)
        number = len(company.lines) - 1 - n % len(company.lines)
        line = charge_id(company, number)
        self.operate(
            lambda: operator.credit_line(company, number), lambda: credit(company.account_id, line, "Goodwill")
        )

    @rule(how=hows, edited=fields, zone=st.none() | which, is_guarded=st.booleans())
    def edit_the_company(self, how: How, edited: dict[str, Any], zone: int | None, is_guarded: bool) -> None:
        company = self.company(how.at)
        if zone is not None:
            zones = ZONES[company.is_sandbox]
            edited = edited | {"time_zone": zones[zone % len(zones)]}
        reply = self.guarded(
            company, is_guarded, how, "PATCH", "/v1/company", edited,
            lambda edition: operator.change_company(company, edited, edition), roles=BUYERS,
        )  # fmt: skip
        if reply:
            shown = company.facts | {"time_zone": company.zones[-1].zone, "tax_rate_bp": company.tax}
            assert {name: reply.body[name] for name in shown} == shown

    def operate(self, foretell: Callable[[], Any], run: Callable[[], Any], trouble: Trouble | None = None) -> None:
        code = outcome(foretell)
        assert self.world.tried(lambda: refusal_of(run), lambda _: True, trouble) == code


def refusal_of(run: Callable[[], Any]) -> str | None:
    try:
        run()
    except Refusal as refusal:
        return refusal.code
    return None

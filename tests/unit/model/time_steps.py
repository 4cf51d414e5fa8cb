"""Steps of time: it passes with all jobs on the way or none, up to an instant that matters, and jobs that come late."""

import json
from datetime import datetime, timedelta

from hypothesis import strategies as st
from hypothesis.stateful import rule

from shared.account.clock import move_clock
from shared.jobs import JOBS, run_job
from tests.support.bus import bring
from tests.support.rights import invoke
from tests.unit.model.company import Company
from tests.unit.model.due import do_all_that_is_due
from tests.unit.model.history import History
from tests.unit.model.how import How, hows
from tests.unit.model.world import Trouble

SCHEDULES = {
    "expire-pending": "functions.licenses.expire_pending", "renew-terms": "functions.licenses.renew_terms",
    "charge-daily": "functions.billing.charge_daily", "bill-month": "functions.billing.bill_month",
}  # fmt: skip
spans = st.one_of(
    st.builds(lambda hours: timedelta(hours=hours), st.integers(0, 30)),
    st.builds(lambda days: timedelta(days=days), st.integers(1, 9)),
    st.builds(lambda days: timedelta(days=days), st.integers(25, 70)),
)
KINDS = ("day", "day", "month", "term", "order")
EARLY = (timedelta(0), timedelta(0), timedelta(seconds=1), timedelta(days=5))
lived = st.sampled_from((True, False))


class Time(History):
    @rule(how=hows, span=spans, is_lived=lived)
    def time_passes(self, how: How, span: timedelta, is_lived: bool) -> None:
        company = self.company(how.at)
        self.go_on(company, company.now + span, is_lived, how.trouble)

    @rule(how=hows, kind=st.sampled_from(KINDS), early=st.sampled_from(EARLY), is_lived=lived)
    def an_instant_comes(self, how: How, kind: str, early: timedelta, is_lived: bool) -> None:
        """The next one at which something changes, or a while before it."""
        company = self.company(how.at)
        instant = min(each for each in instants(company, kind) if each > company.now)
        self.go_on(company, max(company.now, instant - early), is_lived, how.trouble)

    @rule(how=hows)
    def jobs_run(self, how: How) -> None:
        company = self.company(how.at)
        self.run_jobs(company, how.trouble)

    def go_on(self, company: Company, to: datetime, is_lived: bool, trouble: Trouble | None) -> None:
        """Move a sandbox's clock, or that of everybody else."""
        company.now = to
        self.world.known.clear()
        if company.is_sandbox:
            self.world.tried(lambda: move_clock(company.account_id, to, idle=not is_lived), lambda done: True, trouble)
            if is_lived:
                do_all_that_is_due(company)
        else:
            self.world.clock = to
            if is_lived:
                self.run_jobs(company, trouble)

    def run_jobs(self, company: Company, trouble: Trouble | None) -> None:
        """A sandbox's by the operator, the others' by their schedules."""
        if company.is_sandbox:
            run = lambda: run_job("bill-month", company.now, company.account_id)  # noqa: E731
            self.world.tried(run, lambda sums: not sums["failed"], trouble)
        else:
            for name in JOBS:
                self.run_schedule(company, name, trouble)
        do_all_that_is_due(company)

    def run_schedule(self, company: Company, name: str, trouble: Trouble | None) -> None:
        """The job finds who is due, and the worker advances them; sandboxes are passed by."""
        event, sent = {"job": name, "now": company.now.isoformat()}, self.world.memory.queues.sent
        self.world.tried(lambda: invoke(SCHEDULES[name], event), lambda _: True, trouble)
        bodies = [body for queue, body in sent if queue == "advance"]
        sent.clear()
        assert {json.loads(body)["account_id"] for body in bodies} <= {company.account_id}
        if bodies:
            worker = "functions.billing.advance_account"
            self.world.tried(lambda: bring(worker, bodies), lambda failed: failed == [], trouble)


def instants(company: Company, kind: str) -> list[datetime]:
    """When days and months begin, terms end or orders expire, or of what there is not, the next day begins."""
    tomorrow = company.begin_of(company.today + timedelta(days=1))
    coming = {
        "day": [tomorrow],
        "month": [company.begin_of(each) for each in (company.month(company.today).end, company.next_month_on)],
        "term": [company.begin_of(term.ends_before) for term in company.terms.values()],
        "order": [order.expires_at for order in company.pending()],
    }
    return [each for each in coming[kind] if each > company.now] or [tomorrow]

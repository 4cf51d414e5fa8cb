"""Steps of the product: log-ins, diary events and storage reported once, twice, late, or with other content."""

import json
from datetime import timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import rule

from shared.store.attributes import instant_text
from tests.support.bus import bring
from tests.unit.model.charging import DAILY
from tests.unit.model.company import Company
from tests.unit.model.how import How, hows, which
from tests.unit.model.reports import receive
from tests.unit.model.time_steps import Time

RECORDER = "functions.billing.record_usage"
ages = st.one_of(
    st.builds(lambda minutes: timedelta(minutes=minutes), st.integers(-600, 3000)),
    st.builds(lambda days: timedelta(days=days), st.integers(1, 95)),
)
bookings = st.sampled_from(("booked", "booked", "moved", "cancelled", "actioned"))
versions = st.lists(
    st.tuples(bookings, ages, st.integers(-3, 3), st.sampled_from((0, 0, 1, 3))), min_size=1, max_size=3
)


class Reporting(Time):
    @rule(how=hows, n=which, age=ages, device=st.sampled_from(("desktop", "desktop", "mobile")))
    def log_in(self, how: How, n: int, age: timedelta, device: str) -> None:
        company = self.company(how.at)
        self.report(how, "user.logged_in", self.known(company, n, age) | {"device": device})

    @rule(how=hows, n=which, diary=st.integers(0, 1), versions=versions)
    def book(self, how: How, n: int, diary: int, versions: list[tuple[str, timedelta, int, int]]) -> None:
        """Versions of a diary event in any order, or that somebody did it, some of them days after the others."""
        company = self.company(how.at)
        for number, (kind, age, days, pause) in enumerate(versions):
            detail = self.known(company, n, age) | {"diary_event_id": f"D{diary}"}
            detail["event_id"] += f"-{number}"
            if kind in ("booked", "moved"):
                detail["diary_on"] = str(company.today + timedelta(days=days))
            self.report(how, f"diary_event.{kind}", detail)
            if pause:
                self.go_on(company, company.now + timedelta(days=pause), is_lived=True, trouble=None)

    @rule(how=hows, age=ages, product=st.sampled_from(("jobs", "sales")), size=st.integers(0, 12))
    def measure(self, how: How, age: timedelta, product: str, size: int) -> None:
        company = self.company(how.at)
        detail = self.known(company, 0, age) | {"product": product, "bytes": size * 10**10}
        del detail["user_id"]
        self.report(how, "storage.measured", detail)

    @rule(how=hows, n=which, is_altered=st.sampled_from((False, False, True)))
    def report_again(self, how: How, n: int, is_altered: bool) -> None:
        """One of the last events comes again, at times with another content."""
        events = list(self.company(how.at).usage.events.values())
        if events:
            kind, detail = json.loads(events[-1 - n % len(events)])
            self.report(how, kind, detail | ({"occurred_at": "2027-01-01T00:00:00Z"} if is_altered else {}))

    @rule(how=hows, age=ages)
    def report_a_stranger(self, how: How, age: timedelta) -> None:
        """An event that names somebody of the other company."""
        company = self.company(how.at)
        stranger = self.companies[1 - how.at].people[0].user_id
        self.report(how, "user.logged_in", self.known(company, 0, age) | {"user_id": stranger, "device": "desktop"})

    def known(self, company: Company, n: int, age: timedelta) -> dict[str, Any]:
        """Who, mostly one for whom it matters, and when; the ids rise, so that of equal instants the later counts."""
        daily = [
            p
            for p in company.people
            if DAILY in {seat.sku for seat in p.seats.values()} | {seat.sku for seat in p.ended}
        ]
        people = daily if daily and n < 7 else company.people
        return {
            "event_id": f"e-{self.steps:03}", "account_id": company.account_id,
            "user_id": people[n % len(people)].user_id, "occurred_at": instant_text(company.now - age),
        }  # fmt: skip

    def report(self, how: How, kind: str, detail: dict[str, Any]) -> None:
        company = self.touched
        receive(company, kind, detail)
        body = json.dumps({"source": "product", "detail-type": kind, "detail": detail})
        self.world.tried(lambda: bring(RECORDER, [body]), lambda failed: failed == [], how.trouble)

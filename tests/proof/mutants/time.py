"""Dates and instants: expiry, local days, billing dates, terms and what renews."""

from tests.proof.mutants.mutant import Mutant

CALENDAR = "tests/unit/domain/test_calendar.py::"
MONTHS = "tests/functional/billing/test_months.py::"
COMPANY = "tests/functional/company/test_company.py::"
MUTANTS = (
    Mutant(
        "a pending order lives an instant too long", "shared/domain/order.py",
        "now >= self.expires_at", "now > self.expires_at",
        "tests/functional/test_selling.py::test_a_pending_order_expires_to_the_instant",
    ),
    Mutant(
        "days are counted in UTC", "shared/domain/calendar.py",
        "return instant.astimezone(_zone(zone)).date()", "return instant.date()",
        CALENDAR + "test_a_day_on_which_the_clocks_go_forward_has_23_hours",
    ),
    Mutant(
        "every day has 24 hours", "shared/domain/calendar.py",
        "return self.start_of(day + ONE_DAY)", "return self.start_of(day) + ONE_DAY",
        CALENDAR + "test_a_day_on_which_the_clocks_go_forward_has_23_hours",
    ),
    Mutant(
        "billing dates drift from the clipped one", "shared/domain/calendar.py",
        "return month_holding(day, billing_day).ends_before\n",
        "month = month_holding(day, billing_day)\n"
        "    return clipped(month.ends_before.year, month.ends_before.month, min(billing_day, month.starts_on.day))\n",
        CALENDAR + "test_a_short_month_takes_its_last_day_and_the_next_returns",
    ),
    Mutant(
        "a term is counted from the last date", "shared/domain/term.py",
        "ends_before=years_after(self.anchor_on, self.ordinal + 2),", "ends_before=years_after(self.ends_before, 1),",
        CALENDAR + "test_a_term_from_29_february_does_not_drift",
    ),
    Mutant(
        "a renewal goes below what is assigned", "shared/domain/term.py",
        "return max(owned if wish is None else min(wish, owned), assigned)",
        "return owned if wish is None else min(wish, owned)",
        MONTHS + "test_a_renewal_inside_a_month_splits_it_at_the_terms_end",
    ),
    Mutant(
        "the number wished for is forgotten", "shared/domain/term.py",
        "return max(owned if wish is None else min(wish, owned), assigned)", "return max(owned, assigned)",
        MONTHS + "test_a_renewal_inside_a_month_splits_it_at_the_terms_end",
    ),
    Mutant(
        "a wish that seats held up is forgotten", "shared/account/renew.py",
        "after = term.next(_wishes_kept(renewed, term))", "after = term.next({})",
        MONTHS + "test_a_wish_that_seats_held_up_stands_for_the_renewal_after",
    ),
    Mutant(
        "a change of zone counts at once", "shared/account/company.py",
        "from_on = billing_date_after(books.today, books.billing.billing_day)", "from_on = books.today",
        COMPANY + "test_a_zone_counts_from_the_next_billing_date",
    ),
    Mutant(
        "a due month is not charged before the zone changes", "shared/account/company.py",
        'change.read(due_first="time_zone" in fields)', "change.read()",
        COMPANY + "test_a_month_that_is_due_is_charged_before_the_zone_changes",
    ),
    Mutant(
        "a change of plan counts at once", "shared/account/plan_change.py",
        "from_on = billing_date_after(today, books.billing.billing_day) if counted else today", "from_on = today",
        "tests/unit/billing/test_operator.py::test_a_plan_counts_from_the_next_billing_date",
    ),
    Mutant(
        "a seat is taken before the renewal of its day", "shared/account/books.py",
        "ended = any(term.ends_before <= self.today for", "ended = any(term.ends_before < self.today for",
        "tests/unit/billing/test_due_first.py::test_a_term_has_ended_from_its_last_midnight_on",
    ),
)  # fmt: skip

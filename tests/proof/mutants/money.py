"""Sums: rounding, tax, part-months, what is paid for already, credits, prices."""

from tests.proof.mutants.mutant import Mutant

MONEY = "tests/unit/domain/test_money.py::"
MONTHS = "tests/functional/billing/test_months.py::"
MUTANTS = (
    Mutant(
        "tax is rounded line by line", "shared/domain/invoice.py",
        "tax = tax_on(net, account.tax_rate_bp)", "tax = sum(tax_on(each, account.tax_rate_bp) for each in amounts)",
        "tests/functional/billing/test_reading.py::test_three_lines_of_333_make_199_8_of_tax",
    ),
    Mutant(
        "halves are rounded to even", "shared/domain/money.py",
        "doubled = 2 * abs(value.numerator) + value.denominator\n"
        "    magnitude = doubled // (2 * value.denominator)",
        "magnitude = round(abs(value))",
        MONEY + "test_part_months_as_worked_out_by_hand",
    ),
    Mutant(
        "sums are rounded down", "shared/domain/money.py",
        "magnitude = doubled // (2 * value.denominator)", "magnitude = abs(value.numerator) // value.denominator",
        MONEY + "test_part_months_as_worked_out_by_hand",
    ),
    Mutant(
        "negative halves are rounded up", "shared/domain/money.py",
        "return magnitude if value >= 0 else -magnitude",
        "return magnitude if value >= 0 else (2 * value.numerator + value.denominator) // (2 * value.denominator)",
        MONEY + "test_a_credit_takes_back_the_tax_to_the_penny",
    ),
    Mutant(
        "a part-month is always of 31 days", "shared/domain/charge.py",
        "amount=prorated(unit_price, quantity, days, month.days),\n        rule=_worked_out(\"Part",
        "amount=prorated(unit_price, quantity, days, 31),\n        rule=_worked_out(\"Part",
        MONTHS + "test_a_billing_day_of_31_is_clipped_and_half_a_minor_unit_rounds_up",
    ),
    Mutant(
        "the month ahead does not stop at the term's end", "shared/domain/charge.py",
        "ends_before = min(month.ends_before, stop) if stop else month.ends_before\n"
        "    days = (ends_before - month.starts_on).days",
        "ends_before = month.ends_before\n    days = (ends_before - month.starts_on).days",
        MONTHS + "test_a_renewal_inside_a_month_splits_it_at_the_terms_end",
    ),
    Mutant(
        "deleting lowers what is paid for", "shared/account/deletion.py",
        "available=pool.available - quantity, version=",
        "available=pool.available - quantity, paid_quantity=pool.paid_quantity - quantity, version=",
        MONTHS + "test_deleted_licenses_that_are_paid_for_can_be_bought_back_within_the_month",
    ),
    Mutant(
        "what is paid for is charged again", "shared/domain/pool.py",
        "return max(0, self.owned + quantity - self.paid_in(month_starts_on))", "return quantity",
        MONTHS + "test_deleted_licenses_that_are_paid_for_can_be_bought_back_within_the_month",
    ),
    Mutant(
        "a credit is bigger than what is left of its line", "shared/account/credit_line.py",
        "left = line.amount + sum(credit.amount for credit in known)", "left = line.amount",
        "tests/unit/billing/test_operator.py::test_a_line_is_credited_once_and_whole",
    ),
    Mutant(
        "a day that was given back is charged again", "shared/account/charge_days.py",
        "and (credit := _credit(books, day, day.charge_id)):",
        "and ((credit := _credit(books, day, day.charge_id)) or 1):",
        "tests/unit/billing/test_operator.py::"
        "test_a_credited_day_is_not_charged_again_in_whatever_order_news_come",
    ),
    Mutant(
        "a price is loaded for days gone by", "shared/account/price_loading.py",
        "if known.has(row.sku) and row.effective_from < earliest and not is_local():", "if False:",
        "tests/unit/billing/test_prices.py::test_a_price_counts_two_days_ahead_at_the_soonest",
    ),
    Mutant(
        "a line goes to an invoice that is closed", "shared/domain/charge.py",
        "billing_date_after(max(arises_on, closed_on), billing_day)", "billing_date_after(arises_on, billing_day)",
        "tests/unit/domain/test_charge.py::test_a_late_line_goes_to_the_first_invoice_that_is_still_open",
    ),
    Mutant(
        "a part-month does not stop at the term's end", "shared/domain/charge.py",
        "ends_before = min(month.ends_before, stop) if stop else month.ends_before\n"
        "    days = (ends_before - starts_on).days",
        "ends_before = month.ends_before\n    days = (ends_before - starts_on).days",
        "tests/unit/billing/test_service_days.py::test_each_license_is_charged_once_for_each_of_its_days",
    ),
    Mutant(
        "a used day is charged at the price of the day of charging", "shared/account/charge_days.py",
        "price_on(books.account, SKUS[DAILY], day.day)", "price_on(books.account, SKUS[DAILY], books.today)",
        "tests/functional/billing/test_days.py::"
        "test_days_looked_at_late_are_charged_at_the_price_of_their_own_day",
    ),
)  # fmt: skip

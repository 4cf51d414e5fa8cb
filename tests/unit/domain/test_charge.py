"""Which invoice a line belongs to."""

from datetime import date

import pytest

from shared.domain.charge import bills_on


@pytest.mark.parametrize(
    ("arises_on", "closed_on", "invoice"),
    [
        (date(2027, 4, 4), date(2027, 3, 5), date(2027, 4, 5)),
        (date(2027, 4, 5), date(2027, 3, 5), date(2027, 5, 5)),
        (date(2027, 4, 4), date(2027, 4, 5), date(2027, 5, 5)),
        (date(2027, 4, 4), date(2027, 6, 5), date(2027, 7, 5)),
    ],
)
def test_a_late_line_goes_to_the_first_invoice_that_is_still_open(
    arises_on: date, closed_on: date, invoice: date
) -> None:
    assert bills_on(arises_on, 5, closed_on) == invoice

"""Terms: the 12 months of a product's contracted licenses, which its orders join (DESIGN 3, Terms)."""

from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from shared.domain.calendar import years_after

REMINDER_DAYS = (60, 30)


@dataclass(frozen=True)
class Term:
    """The running term of a product. `ordinal` counts from 0; `wishes` are the numbers set for the next term, by SKU.

    `reminded` is the smallest number of days ahead for which the renewal reminder of this term went out.
    """

    product: str
    anchor_on: date
    ordinal: int
    starts_on: date
    ends_before: date
    wishes: dict[str, int] = field(default_factory=dict)
    reminded: int | None = None
    version: int = 1

    def next(self, wishes: dict[str, int]) -> "Term":
        """The term after this one, counted from the anchor so that 29 February does not drift."""
        return replace(
            self,
            ordinal=self.ordinal + 1,
            starts_on=self.ends_before,
            ends_before=years_after(self.anchor_on, self.ordinal + 2),
            wishes=wishes,
            reminded=None,
            version=self.version + 1,
        )

    def next_reminder(self) -> tuple[int, date] | None:
        """Days ahead and date of the next renewal reminder of this term."""
        for days in REMINDER_DAYS:
            if self.reminded is None or days < self.reminded:
                return days, self.ends_before - timedelta(days=days)
        return None


def first_term(product: str, starts_on: date) -> Term:
    """The term that starts on the signing date of a product's first contracted order."""
    return Term(product, starts_on, 0, starts_on, years_after(starts_on, 1))


def renewed_quantity(*, owned: int, assigned: int, wish: int | None) -> int:
    """How many licenses go into the next term: the number wished for, never below what is assigned."""
    return max(owned if wish is None else min(wish, owned), assigned)

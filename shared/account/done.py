"""What a run has done for accounts, in numbers that add up."""

from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Done:
    """Counts of one run: lines written, invoices issued, terms renewed, orders expired, reminders sent."""

    charges: int = 0
    credits: int = 0
    invoices: int = 0
    renewed: int = 0
    expired: int = 0
    reminders: int = 0

    def __add__(self, other: "Done") -> "Done":
        added = asdict(other)
        return Done(**{name: number + added[name] for name, number in asdict(self).items()})


NOTHING = Done()

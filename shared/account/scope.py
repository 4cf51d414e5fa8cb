"""What a run looks for, where it can be known beforehand that the rest would be in vain."""

from dataclasses import dataclass

from shared.store.usage import OpenDay


@dataclass(frozen=True)
class Scope:
    """Pending orders and user-days cost a query each; `open_days` are those to look at, None to ask for them.

    `all_days` is whether to ask also for accounts that never had daily licenses.
    """

    orders: bool = True
    all_days: bool = True
    open_days: tuple[OpenDay, ...] | None = None
    sandboxes: bool = True


EVERYTHING = Scope()

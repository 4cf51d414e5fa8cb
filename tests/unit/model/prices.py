"""The price lists of the model, which all companies share."""

from dataclasses import dataclass, field
from datetime import date


@dataclass
class Prices:
    """Per plan and SKU the first day and the price of each version, in the order of loading."""

    lists: dict[tuple[str, str], list[tuple[date, int]]] = field(default_factory=dict)

    def add(self, plan: str, sku: str, since: date, unit: int) -> None:
        self.lists.setdefault((plan, sku), []).append((since, unit))

    def on(self, plan: str, sku: str, day: date) -> tuple[int, int] | None:
        """Price and version in force on a day: of the latest date, and of equal dates what was loaded last."""
        known = enumerate(self.lists.get((plan, sku), []), start=1)
        dated = [(since, version, unit) for version, (since, unit) in known if since <= day]
        return (max(dated)[2], max(dated)[1]) if dated else None

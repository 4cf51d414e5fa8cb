"""Storage: one pool per account and product, and the levels of it that the company is told of (DESIGN 3, Storage)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from shared.domain.catalog import Plan, skus_of, storage_of

LEVELS = (80, 100)


@dataclass(frozen=True)
class Storage:
    """Bytes as last measured; `level` is the highest percentage told of and still crossed, 0 below all."""

    product: str
    used_bytes: int = 0
    measured_at: datetime | None = None
    measured_by: str = ""
    level: int = 0


def allowance(plan: Plan, owned: Mapping[str, int]) -> int:
    """Bytes allowed: the plan's storage for each contracted or rolling license owned."""
    return sum(storage_of(plan, sku) * owned.get(sku.name, 0) for sku in skus_of(plan.product))


def level_of(used_bytes: int, allowance_bytes: int) -> int:
    """The highest level crossed: 80 or 100 percent, or 0. An allowance of 0 is crossed by the first byte."""
    if used_bytes == 0:
        return 0
    return max((level for level in LEVELS if used_bytes * 100 >= level * allowance_bytes), default=0)

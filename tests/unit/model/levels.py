"""Levels of storage that a company of the model is told of."""

from tests.unit.model.company import Company


def watch(company: Company, product: str) -> None:
    """Tell once of each level crossed upwards, and be ready again below it."""
    storage = company.storages.get(product)
    if storage is None:
        return
    allowance, before = company.allowance(product), storage.level
    crossed = [level for level in (80, 100) if storage.used and storage.used * 100 >= level * allowance]
    storage.level = max(crossed, default=0)
    for level in crossed:
        if level > before:
            company.tell("storage.crossed", f"storage_{level}")

"""What the outside sees of licenses: words and models that several calls share. What one call needs stands with it."""

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, Field

from shared.domain.catalog import SKUS

SkuName = Literal[
    "jobs-contracted", "jobs-rolling", "jobs-daily", "sales-person-contracted", "sales-person-rolling",
    "sales-support-contracted", "sales-support-rolling",
]  # fmt: skip
assert set(SKUS) == set(SkuName.__args__)  # type: ignore[attr-defined]  # noqa: S101 - types cannot list it
ProductName = Literal["jobs", "sales"]
Minor = Annotated[int, Field(description="Minor units of the account's currency")]


class TermOut(BaseModel):
    """The running term of contracted licenses."""

    starts_on: date
    ends_before: date

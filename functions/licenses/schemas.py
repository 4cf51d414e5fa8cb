"""What the outside sees of licenses: words and models that several calls share. What one call needs stands with it."""

from datetime import date
from typing import Annotated

from pydantic import BaseModel, Field

Minor = Annotated[int, Field(description="Minor units of the account's currency")]


class TermOut(BaseModel):
    """The running term of contracted licenses."""

    starts_on: date
    ends_before: date

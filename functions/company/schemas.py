"""What the outside sees of a company."""

from datetime import date
from typing import Annotated

from pydantic import BaseModel, Field

from shared.email_address import LONGEST
from shared.request import Strict

Name = Annotated[str, Field(min_length=1, max_length=200)]
Email = Annotated[str, Field(min_length=3, max_length=LONGEST)]
Address = Annotated[str, Field(min_length=1, max_length=1000, description="Lines of text, as on an envelope")]
TimeZone = Annotated[str, Field(max_length=64, description="IANA name, as Europe/London")]
TaxId = Annotated[str, Field(min_length=1, max_length=64)]


class CompanyChanges(Strict):
    """What is to be changed; what is left out stays."""

    # A factory, so that the schema shows no default: only what was sent is looked at.
    name: Name = Field(default_factory=str)
    email: Email = Field(default_factory=str)
    address: Address = Field(default_factory=str)
    time_zone: TimeZone = Field(default_factory=str)
    tax_id: TaxId | None = Field(default=None, description="null takes it away")


class CompanyOut(BaseModel):
    """The company. `plans` is today's, by product. A new `time_zone` counts from `time_zone_from_on` on (null: now)."""

    account_id: str
    name: str
    email: str
    address: str
    time_zone: str
    time_zone_from_on: date | None
    tax_id: str | None
    tax_rate_bp: int
    currency: str
    plans: dict[str, str]

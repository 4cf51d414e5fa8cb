"""What people are added and edited with."""

from collections.abc import Callable
from typing import Annotated

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from functions.users.schemas import LicenseRequest
from shared.account.person_fields import Unfit, fit_email, fit_name, fit_username
from shared.domain.catalog import PRODUCTS
from shared.request import Strict


def _fitting(fit: Callable[[str], str]) -> AfterValidator:
    def check(text: str) -> str:
        try:
            return fit(text)
        except Unfit as fault:
            raise PydanticCustomError("unfit", "{fault}", {"fault": str(fault)}) from None

    return AfterValidator(check)


Username = Annotated[str, Field(max_length=64, description="Case does not count"), _fitting(fit_username)]
PersonName = Annotated[str, Field(max_length=1000), _fitting(fit_name)]
EmailAddress = Annotated[str, Field(max_length=1000), _fitting(fit_email)]


class UserRequest(Strict):
    """A new person; with licenses, all are assigned or nobody is added."""

    username: Username
    name: PersonName
    email: EmailAddress
    licenses: Annotated[list[LicenseRequest], Field(max_length=len(PRODUCTS), default_factory=list)]


class UserEdit(Strict):
    """What is to be changed of a person."""

    name: PersonName | None = None
    email: EmailAddress | None = None

"""GET, PATCH /v1/company: what the company is called, where it is reached, when its days begin."""

from aws_lambda_powertools.event_handler import Response

from functions.company.schemas import CompanyChanges, CompanyOut
from shared.account.company import change_company, company
from shared.account.company_fields import checked_fields
from shared.api import lambda_entry, new_api
from shared.auth import BUYERS
from shared.request import answered, call_of, caller_of

app = new_api()


@app.get("/v1/company")
def read() -> Response[CompanyOut]:
    """The company as it stands."""
    return answered(company(caller_of(app, BUYERS).account_id), CompanyOut)


@app.patch("/v1/company")
def edit(body: CompanyChanges) -> Response[CompanyOut]:
    """Change what is theirs to edit."""
    fields = checked_fields(body.model_dump(exclude_unset=True))
    return answered(change_company(call_of(app, BUYERS, body), fields), CompanyOut)


handler = lambda_entry(app)

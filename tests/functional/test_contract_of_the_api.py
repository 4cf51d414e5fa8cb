"""The API against its own description: whatever is asked, the answer is one that the description foretells."""

from collections.abc import Iterator
from contextlib import nullcontext, suppress
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.checks import CHECKS

from functions.reference import reference
from infra.openapi import document, write
from shared.account import archives
from shared.account.sealing import seal_contract
from tests.support.aws import stand_in_aws
from tests.support.sample import Company, signature_body
from tests.support.sandbox import sandbox
from tests.support.unharmed import described_routes
from tests.support.web import application

SCHEMA = schemathesis.openapi.from_dict(document() | {"servers": [{"url": "/"}]})
ROUTES = described_routes("get", "post", "put", "patch", "delete")
FEW = settings(
    max_examples=8, deadline=None, derandomize=True, database=None, phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)  # fmt: skip
CHECKED = CHECKS.get_by_names([
    "not_a_server_error", "status_code_conformance", "content_type_conformance", "response_headers_conformance",
    "response_schema_conformance", "negative_data_rejection",
])  # fmt: skip
CSV = "username,name,email,jobs_sku,jobs_role,sales_sku,sales_role\nx.y,X,x@example.com,,,,"
SEAT = {"sku": "jobs-rolling", "role": "engineer"}


@pytest.fixture(scope="module")
def company() -> Iterator[Company]:
    """A company of a month ago that every call is made against."""
    with stand_in_aws(), pytest.MonkeyPatch.context() as patched:
        patched.setattr(archives, "WAITS_SECONDS", 0)
        account = sandbox("2027-03-05T09:00")
        SCHEMA.app = application(account.company.sub)
        account.until("2027-04-06T09:00")
        yield account.company


@pytest.fixture(autouse=True)
def aws(company: Company) -> None:
    """One company for all calls: one of its own for each would say no more."""


@pytest.fixture(scope="module")
def ids(company: Company) -> dict[str, str]:
    """What stands in it."""
    order = company.buy("jobs-rolling", 3).body
    seal_contract(company.account_id, order["contract_id"])
    return {"order_id": order["order_id"], "contract_id": order["contract_id"], "user_id": company.owner_id,
            "number": "1", "sku": "jobs-rolling", "product": "jobs"}  # fmt: skip


@pytest.mark.parametrize("mode", GenerationMode)
@pytest.mark.parametrize(("method", "path"), ROUTES)
def test_every_answer_is_one_that_the_description_foretells(
    ids: dict[str, str], method: str, path: str, mode: GenerationMode
) -> None:
    known = {name: value for name, value in ids.items() if f"{{{name}}}" in path}
    cases = SCHEMA[path][method].as_strategy(mode, path_parameters=known or None)
    answers: list[int] = []

    @FEW
    @given(case=cases)
    def foretold(case: Any) -> None:
        answers.append(case.call_and_validate(checks=CHECKED).status_code)

    # A call that takes nothing can be sent nothing wrong.
    with suppress(Unsatisfiable) if mode is GenerationMode.NEGATIVE else nullcontext():
        foretold()
    assert answers or mode is GenerationMode.NEGATIVE
    assert not [status for status in answers if status >= 500]


class Visit:
    """Somebody who makes every call as it is meant, and keeps account of them."""

    def __init__(self) -> None:
        self.made: set[tuple[str, str]] = set()

    def call(self, method: str, path: str, body: Any = None, *, kind: str | None = None, **ids: str) -> Any:
        more = {} if body is None else {"body": body, "media_type": kind or "application/json"}
        case = SCHEMA[path][method].Case(path_parameters=ids, **more)
        answer = case.call_and_validate(checks=CHECKED, headers={"Authorization": "Bearer token"})
        assert answer.status_code < 300, answer.content
        self.made.add((method, path))
        return answer.json() if "json" in answer.headers["content-type"][0] else answer.content

    def order(self) -> dict[str, Any]:
        quote = self.call("POST", "/v1/licenses/quotes", {"sku": "jobs-rolling", "quantity": 2})
        order = self.call("POST", "/v1/licenses/orders", {"quote_id": quote["quote_id"]})
        assert order["status"] == "pending_signature"
        return order


def test_every_call_can_be_made_as_described(
    ids: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path)
    for name, file in (("DOCUMENT", "openapi.json"), ("PAGE", "docs.html")):
        monkeypatch.setattr(reference, name, tmp_path / "functions" / "reference" / file)
    visit, contracted = Visit(), {"sku": "jobs-contracted"}
    buy_and_sign(visit)
    people(visit)
    visit.call("PUT", "/v1/licenses/{sku}/renewal", {"quantity": 1}, **contracted)
    visit.call("DELETE", "/v1/licenses/{sku}/renewal", **contracted)
    visit.call("PATCH", "/v1/company", {"name": "Brook & Vale Group"})
    file = visit.call("POST", "/v1/users/imports", CSV, kind="text/csv")
    archive = visit.call("POST", "/v1/contracts/archive", {})
    known = ids | contracted | {"import_id": file["import_id"], "archive_id": archive["archive_id"]}
    for method, path in ROUTES:
        if method == "GET":
            visit.call(method, path, **{name: value for name, value in known.items() if f"{{{name}}}" in path})
    assert visit.made == set(ROUTES)


def buy_and_sign(visit: Visit) -> None:
    first, second = visit.order(), visit.order()
    signature = signature_body(first["document_sha256"])
    visit.call("POST", "/v1/licenses/orders/{order_id}/signature", signature, order_id=first["order_id"])
    visit.call("POST", "/v1/licenses/orders/{order_id}/cancellation", {}, order_id=second["order_id"])
    visit.call("POST", "/v1/licenses/{sku}/deletions", {"quantity": 1}, sku="jobs-rolling")


def people(visit: Visit) -> None:
    somebody = {"username": "new.one", "name": "New One", "email": "new@example.com", "licenses": [SEAT]}
    one = {"user_id": visit.call("POST", "/v1/users", somebody)["user_id"]}
    visit.call("PATCH", "/v1/users/{user_id}", {"name": "Newer One"}, **one)
    visit.call("DELETE", "/v1/users/{user_id}/licenses/{product}", product="jobs", **one)
    visit.call("PUT", "/v1/users/{user_id}/licenses/{product}", SEAT, product="jobs", **one)
    visit.call("POST", "/v1/users/{user_id}/deactivation", {}, **one)
    visit.call("POST", "/v1/users/{user_id}/reactivation", {}, **one)


def test_every_call_says_what_it_does() -> None:
    calls = [SCHEMA.raw_schema["paths"][path][method.lower()] for method, path in ROUTES]
    assert not [call["summary"] for call in calls if not call["summary"] or "/v1/" in call["summary"]]

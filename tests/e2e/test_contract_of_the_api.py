"""The running stack against the description that it serves itself: every route, in a few words that fit or do not."""

from contextlib import nullcontext, suppress
from typing import Any

import pytest
import schemathesis
from hypothesis import given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode

from infra.local.stack import Stack
from tests.functional.test_contract_of_the_api import CHECKED, FEW, ROUTES
from tests.support.http import call
from tests.support.people import Person, open_company

# Asking for the Zip waits for 15 seconds at most: in-process tests ask without waiting.
SLOW = {("POST", "/v1/contracts/archive")}
TWO = settings(FEW, max_examples=2)


@pytest.fixture(scope="module")
def owner(stack: Stack) -> Person:
    """Of a company of its own."""
    return open_company(stack)[1]


@pytest.fixture(scope="module")
def schema(stack: Stack) -> Any:
    """As anybody reads it, but for the need of a token, or made-up ones would be sent in the place of the owner's."""
    described = call("GET", f"{stack.api_url}/v1/openapi.json")
    assert described.status == 200
    document = described.json | {"servers": [{"url": "/"}]}
    for operations in document["paths"].values():
        for operation in operations.values():
            operation.pop("security", None)
    return schemathesis.openapi.from_dict(document)


@pytest.fixture(scope="module")
def ids(owner: Person) -> dict[str, str]:
    """What stands in the company."""
    order, me = owner.buy("jobs-rolling", 3), owner.get("/v1/me")
    return {"order_id": order["order_id"], "contract_id": order["contract_id"], "user_id": me["user_id"],
            "sku": "jobs-rolling", "product": "jobs"}  # fmt: skip


@pytest.mark.parametrize(("method", "path"), [route for route in ROUTES if route not in SLOW])
def test_the_gateway_answers_as_described(
    owner: Person, schema: Any, ids: dict[str, str], method: str, path: str
) -> None:
    known = {name: value for name, value in ids.items() if f"{{{name}}}" in path}
    for mode in GenerationMode:

        @TWO
        @given(case=schema[path][method].as_strategy(mode, path_parameters=known or None))
        def holds(case: Any) -> None:
            token = {"Authorization": f"Bearer {owner.token}"}
            answer = case.call_and_validate(base_url=owner.stack.api_url, headers=token, checks=CHECKED)
            # The description foretells this one too, but then no function was asked.
            assert len(known) < path.count("{") or not answer.content.startswith(b'{"message":')

        # A call that takes nothing can be sent nothing wrong.
        with suppress(Unsatisfiable) if mode is GenerationMode.NEGATIVE else nullcontext():
            holds()

"""Every route behind the real gateway: without a good access token there is no way in."""

import base64
import json

import pytest

from infra.local.stack import Stack
from tests.functional.test_access import RULES
from tests.support.http import call
from tests.support.people import PASSWORD, open_company
from tests.support.template import functions

IDS = dict.fromkeys(("order_id", "contract_id", "archive_id", "import_id", "user_id", "number"), "none")


@pytest.fixture(scope="module")
def bad_tokens(stack: Stack) -> dict[str, str]:
    """Tokens that must not do, each by what is wrong with it."""
    _, owner = open_company(stack)
    answer = stack.client("cognito-idp").initiate_auth(
        ClientId=stack.outputs["DesktopClientId"], AuthFlow="USER_PASSWORD_AUTH",
        AuthParameters={"USERNAME": owner.username, "PASSWORD": PASSWORD},
    )["AuthenticationResult"]  # fmt: skip
    head, body, seal = answer["AccessToken"].split(".")
    claims = json.loads(base64.urlsafe_b64decode(body + "=="))
    later = base64.urlsafe_b64encode(json.dumps(claims | {"exp": claims["exp"] + 9999}).encode()).decode().rstrip("=")
    unsigned = base64.urlsafe_b64encode(b'{"alg":"none"}').decode().rstrip("=")
    return {
        "none": "", "an ID token": answer["IdToken"], "a longer life": f"{head}.{later}.{seal}",
        "no signature": f"{unsigned}.{body}.", "no token at all": "token",
    }  # fmt: skip


@pytest.mark.parametrize("route", RULES)
def test_no_route_opens_to_a_bad_token(stack: Stack, bad_tokens: dict[str, str], route: str) -> None:
    method, path = route.split(" ")
    url = stack.api_url + path.format_map(IDS | {"sku": "jobs-rolling", "product": "jobs"})
    kind = "text/csv" if route == "POST /v1/users/imports" else "application/json"
    for what, token in bad_tokens.items():
        headers = {"Content-Type": kind} | ({"Authorization": f"Bearer {token}"} if token else {})
        status = call(method, url, headers=headers).status
        # An ID token passes the gateway; a body that cannot be read is refused before the function asks who calls.
        assert status == 401 or (what == "an ID token" and method != "GET" and status in (400, 422)), what


def test_no_route_but_the_description_goes_past_the_authorizer() -> None:
    past = {
        event["Properties"]["Path"]
        for function in functions().values()
        for event in function.get("Events", {}).values()
        if event["Type"] == "HttpApi" and "Auth" in event["Properties"]
    }
    assert past == {"/v1/openapi.json", "/v1/docs"}

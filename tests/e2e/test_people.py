"""People on the running stack: log-ins that come, go and are reported; files imported; sessions that end."""

import time
from typing import Any

import pytest
from botocore.exceptions import ClientError

from infra.local.stack import Stack
from shared.domain.people_file import COLUMNS
from shared.ids import new_id
from tests.support.eventually import eventually
from tests.support.http import Answer, call
from tests.support.people import PASSWORD, Person, at_once, log_in, open_company, operate

HEADER = ",".join(COLUMNS)


@pytest.fixture(scope="module")
def owner(stack: Stack) -> Person:
    """Of a company that these tests may leave as it is."""
    return open_company(stack)[1]


def send(person: Person, data: bytes, *, query: str = "", content_type: str = "text/csv") -> Answer:
    headers = {"Authorization": f"Bearer {person.token}", "Content-Type": content_type}
    return call("POST", f"{person.stack.api_url}/v1/users/imports{query}", headers=headers, body=data)


def able_to_log_in(stack: Stack, owner: Person, user_id: str) -> str:
    """Wait for a user's log-in and give it a password; the username."""
    user: dict[str, Any] = eventually(lambda: ready(owner, user_id))
    stack.client("cognito-idp").admin_set_user_password(
        UserPoolId=stack.outputs["UserPoolId"], Username=user["username"], Password=PASSWORD, Permanent=True
    )
    return str(user["username"])


def ready(owner: Person, user_id: str) -> dict[str, Any]:
    """The user, or nothing as long as the log-in is not there."""
    user: dict[str, Any] = owner.get(f"/v1/users/{user_id}")
    return user if user["login"] == "ready" else {}


def test_deactivation_ends_the_session_and_reactivation_opens_the_door_again(stack: Stack) -> None:
    account_id, owner = open_company(stack)
    owner.buy("jobs-rolling", 1)
    user_id = owner.add("bo", sku="jobs-rolling", role="engineer")
    username = able_to_log_in(stack, owner, user_id)
    pool, client = stack.client("cognito-idp"), stack.outputs["DesktopClientId"]
    auth = {"USERNAME": username.upper(), "PASSWORD": PASSWORD}
    tokens = pool.initiate_auth(ClientId=client, AuthFlow="USER_PASSWORD_AUTH", AuthParameters=auth)
    tokens = tokens["AuthenticationResult"]
    bo = Person(stack, username, tokens["AccessToken"])
    assert bo.get("/v1/me")["username"] == username
    # Sign-outs are told apart from log-ins by whole seconds.
    time.sleep(1.1)
    assert owner.call("POST", f"/v1/users/{user_id}/deactivation").status == 200
    refused = bo.call("GET", "/v1/me")
    assert (refused.status, refused.json["code"]) == (403, "user_inactive")

    def is_refused(flow: str, parameters: dict[str, str]) -> bool:
        try:
            pool.initiate_auth(ClientId=client, AuthFlow=flow, AuthParameters=parameters)
        except ClientError:
            return True
        return False

    eventually(lambda: is_refused("REFRESH_TOKEN_AUTH", {"REFRESH_TOKEN": tokens["RefreshToken"]}))
    eventually(lambda: is_refused("USER_PASSWORD_AUTH", auth))
    assert owner.call("POST", f"/v1/users/{user_id}/reactivation").status == 200
    eventually(lambda: not is_refused("USER_PASSWORD_AUTH", auth))
    assert log_in(stack, username).get("/v1/me")["licenses"][0]["sku"] == "jobs-rolling"
    assert operate("verify", account_id)[0] == 0


def test_the_invitation_leads_to_a_password_of_ones_own(stack: Stack) -> None:
    account_id, owner = open_company(stack)
    user_id = owner.add("bo")
    user: dict[str, Any] = eventually(lambda: ready(owner, user_id))

    def invitation() -> Any:
        mails = operate("mails", account_id)[1]["items"]
        return next((mail for mail in mails if mail["kind"] == "invitation" and mail["to"] == "bo@example.com"), None)

    assert user["username"] in eventually(invitation)["text"]
    pool, client = stack.client("cognito-idp"), stack.outputs["DesktopClientId"]
    pool.forgot_password(ClientId=client, Username=user["username"])


def test_a_login_on_a_desktop_makes_the_day_of_a_daily_license_count_and_a_phone_does_not(stack: Stack) -> None:
    account_id, owner = open_company(stack, sandbox={"now": "2027-03-05T09:00:00Z"})
    owner.buy("jobs-daily", 1)
    user_id = owner.add("bo", sku="jobs-daily", role="engineer")
    username = able_to_log_in(stack, owner, user_id)

    def reports() -> int:
        found: int = stack.client("dynamodb").query(
            TableName=stack.outputs["BillingTable"], KeyConditionExpression="pk = :pk", Select="COUNT",
            ExpressionAttributeValues={":pk": {"S": f"A#{account_id}#EV"}},
        )["Count"]  # fmt: skip
        return found

    def days_after(client: str, to: str) -> list[str]:
        before = reports()
        log_in(stack, username, client=client)
        eventually(lambda: reports() > before)
        assert operate("clock", account_id, "--to", to)[0] == 0
        return [each["starts_on"] for each in owner.get("/v1/billing/charges")["items"] if each["kind"] == "day"]

    assert days_after("MobileClientId", "2027-03-06T09:00:00Z") == []
    assert days_after("DesktopClientId", "2027-03-07T09:00:00Z") == ["2027-03-06"]


@pytest.mark.parametrize(
    ("encoding", "content_type", "status"),
    [
        ("utf-8", "text/csv", 200), ("utf-8-sig", "text/csv; charset=utf-8", 200), ("utf-16", "text/csv", 422),
        ("utf-16", "application/octet-stream", 200), ("windows-1252", "text/csv", 422),
        ("windows-1252", "application/octet-stream", 422),
    ],
)  # fmt: skip
def test_encodings_survive_the_gateway_or_are_named(
    stack: Stack, owner: Person, encoding: str, content_type: str, status: int
) -> None:
    tag = new_id().lower()
    lines = [HEADER.replace(",", ";"), f'm.{tag};"Müller; ""Nina""";m@example.com;;;;', f"e.{tag};=E;e@x.com;;;;"]
    done = send(owner, ("\r\n".join(lines) + "\r\n\r\n\r\n").encode(encoding), content_type=content_type)
    assert done.status == status
    if status == 422:
        assert "save it as UTF-8" in done.json["errors"][0]["message"]
        return
    assert done.json["counts"] == {"added": 2, "unchanged": 0, "refused": 0}
    names = [owner.get("/v1/users?q=" + username)["items"][0]["name"] for username in (f"m.{tag}", f"e.{tag}")]
    assert names == ['Müller; "Nina"', "=E"]


def test_imports_and_assigns_at_once_never_oversell(stack: Stack) -> None:
    account_id, owner = open_company(stack)
    owner.buy("jobs-rolling", 30)
    users, tag = at_once(12, lambda n: owner.add(f"racer{n}")), new_id().lower()

    def either(n: int) -> int:
        if n % 4:
            path = f"/v1/users/{users[n - 1 - n // 4]}/licenses/jobs"
            return owner.call("PUT", path, {"sku": "jobs-rolling", "role": "engineer"}).status
        rows = [f"i{n}.{row}.{tag},P,p@example.com,jobs-rolling,engineer,," for row in range(10)]
        return send(owner, "\n".join([HEADER, *rows]).encode()).status

    assert set(at_once(16, either)) <= {200, 202, 409, 503}
    pool = owner.pool("jobs-rolling")
    eventually(lambda: owner.pool("jobs-rolling")["available"] == 0, within=90)
    assert pool["owned"] == 30
    assert operate("verify", account_id)[0] == 0

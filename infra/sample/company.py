"""The sample company: opened by the operator, the rest bought and handed out over HTTP by its owner."""

import json
import urllib.error
import urllib.request
from typing import Any

from infra.local.stack import Stack
from infra.operator.accounts import open_described
from infra.operator.files import AccountFile, FirstOrder, Owner
from infra.sample.people import OWNER, PASSWORD, PEOPLE, Person
from shared.account.logins import provision
from shared.store import dynamodb, keys

COMPANY = AccountFile(
    name="Brook & Vale Heating Ltd", email="office@brookvale.example", address="1 Mill Lane\nLeeds\nLS1 1AA",
    time_zone="Europe/London", currency="GBP", tax_rate_bp=2000, tax_id="GB000000000",
    plans={"jobs": "go_paperless", "sales": "starter"},
    owner=Owner(username=OWNER.username, name=OWNER.name, email="olive@brookvale.example", password=PASSWORD),
    first_order=FirstOrder(sku=OWNER.sku, quantity=10, reference="PO-1001"),
)  # fmt: skip
BOUGHT = {"sales-person-contracted": 6, "sales-support-contracted": 2}


class Refused(Exception):
    """The API refused a call of the sample data."""


def load_company(stack: Stack) -> list[dict[str, Any]]:
    """Open the company if it is not there, and fill it; returns its log-ins."""
    known = dynamodb.get(keys.username(OWNER.username))
    account_id = known["account_id"] if known else open_described(COMPANY).account_id
    if not (stack.users and _is_filled(account_id)):
        _fill(stack, account_id)
    return [
        {"username": each.username, "password": PASSWORD, "roles": [each.role], "account_id": account_id,
         "name": each.name, "sku": each.sku}
        for each in (OWNER, *PEOPLE)
    ]  # fmt: skip


def _is_filled(account_id: str) -> bool:
    """Whether the last of the people has a log-in. From then on the company is let alone: its people may have changed,
    and the keys of the calls that filled it are kept for 30 days only."""
    last = _user_id(PEOPLE[-1])
    return bool((dynamodb.get(keys.user(account_id, last)) or {}).get("sub"))


def _user_id(person: Person) -> str:
    """Who has the person's username; nobody's id where it is free."""
    return str((dynamodb.get(keys.username(person.username)) or {}).get("user_id", ""))


def _fill(stack: Stack, account_id: str) -> None:
    # Whoever opened the company may have been cut short before its owner had a password.
    provision(account_id, _user_id(OWNER), PASSWORD)
    owner = _Owner(stack)
    # What is there already is seen from the tables: whoever was cut short may come back when no key is kept any more.
    for sku, quantity in BOUGHT.items():
        if dynamodb.get(keys.pool(account_id, sku)) is None:
            owner.buy(sku, quantity)
    for person in PEOPLE:
        provision(account_id, _user_id(person) or owner.add(person), PASSWORD)


class _Owner:
    """The owner, calling the API. What changes something has a key, so that a repeat changes nothing."""

    def __init__(self, stack: Stack) -> None:
        self._url = stack.api_url
        answer = stack.client("cognito-idp").initiate_auth(
            ClientId=stack.outputs["DesktopClientId"], AuthFlow="USER_PASSWORD_AUTH",
            AuthParameters={"USERNAME": OWNER.username, "PASSWORD": PASSWORD},
        )  # fmt: skip
        self._token = answer["AuthenticationResult"]["AccessToken"]

    def buy(self, sku: str, quantity: int) -> None:
        # Without a key: a quote of an earlier day holds no more.
        quote = self._call("POST", "/v1/licenses/quotes", {"sku": sku, "quantity": quantity})
        signature = {
            "signer_name": OWNER.name, "typed_name": OWNER.name, "consent": True,
            "document_sha256": quote["document_sha256"],
        }  # fmt: skip
        order = {"quote_id": quote["quote_id"], "signature": signature}
        self._call("POST", "/v1/licenses/orders", order, f"sample-order-{sku}")

    def add(self, person: Person) -> str:
        body = {
            "username": person.username, "name": person.name, "email": f"{person.username}@brookvale.example",
            "licenses": [{"sku": person.sku, "role": person.role}],
        }  # fmt: skip
        return str(self._call("POST", "/v1/users", body, f"sample-user-{person.username}")["user_id"])

    def _call(self, method: str, path: str, body: dict[str, Any], key: str | None = None) -> Any:
        headers = {"Authorization": f"Bearer {self._token}", "Content-Type": "application/json"}
        if key is not None:
            headers["Idempotency-Key"] = key
        request = urllib.request.Request(self._url + path, json.dumps(body).encode(), headers, method=method)
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:  # nosec B310 # the local stack alone
                return json.load(answer)
        except urllib.error.HTTPError as error:
            raise Refused(f"{method} {path}: {error.code} {error.read().decode()}") from error

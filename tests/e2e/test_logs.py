"""Personal values for whatever people can do on the running stack: `nothing_personal_is_logged` looks for them."""

import json
from typing import Any

from infra.local.stack import Stack
from shared.domain.people_file import COLUMNS
from shared.ids import new_id
from tests.support.eventually import eventually
from tests.support.http import Answer, call
from tests.support.logged import MARK
from tests.support.people import PASSWORD, Person, log_in, operate, operate_file
from tests.support.sample import signature_body
from tests.support.stack_logs import lines_of

OUTCOMES = (
    '"answered"', '"message_done"', '"message_failed"', '"published"', '"login_reported"', '"KeptAside"', "NoEnvelope",
    "JSONDecodeError",
)  # fmt: skip


def send(person: Person, method: str, path: str, body: bytes, content_type: str = "application/json") -> Answer:
    headers = {
        "Authorization": f"Bearer {person.token}", "Content-Type": content_type, "User-Agent": f"{MARK}-Browser/1.0",
        "Idempotency-Key": f"{MARK}-{new_id()}", f"X-{MARK}": MARK,
    }  # fmt: skip
    return call(method, person.stack.api_url + path, headers=headers, body=body)


def ask(person: Person, method: str, path: str, body: Any = None) -> Any:
    return send(person, method, path, json.dumps(body).encode()).json


def somebody(**more: Any) -> dict[str, Any]:
    username = f"{MARK}.{new_id()}".lower()
    return {"username": username, "name": f"{MARK} Two", "email": f"{username}@quokka.example"} | more


def buy(owner: Person, signer: str) -> None:
    quote = ask(owner, "POST", "/v1/licenses/quotes", {"sku": "jobs-rolling", "quantity": 2})
    ask(owner, "POST", "/v1/licenses/orders", {"quote_id": quote["quote_id"], "signature": {"signer_name": MARK}})
    signature = signature_body(quote["document_sha256"], signer)
    ask(owner, "POST", "/v1/licenses/orders", {"quote_id": quote["quote_id"], "signature": signature})


def change_company(owner: Person) -> None:
    changed = {"name": f"{MARK} Group", "address": f"2 {MARK} Lane", "tax_id": MARK, "email": "new@quokka.example"}
    ask(owner, "PATCH", "/v1/company", changed)
    ask(owner, "PATCH", "/v1/company", {"name": f"{MARK}\x00", "email": f"{MARK}@", "time_zone": MARK, MARK: MARK})


def change_people(owner: Person) -> str:
    user = ask(owner, "POST", "/v1/users", somebody(licenses=[{"sku": "jobs-rolling", "role": "engineer"}]))
    for refused in (somebody(username=user["username"]), somebody(email=MARK), somebody(name="")):
        ask(owner, "POST", "/v1/users", refused)
    ask(owner, "PATCH", f"/v1/users/{user['user_id']}", {"name": f"New {MARK}", "email": "one@quokka.example"})
    rows = [COLUMNS, [f"quokka.{new_id()}".lower(), MARK, "dee@quokka.example"], [f"{MARK} two", MARK, MARK]]
    table = "\n".join(",".join([*row, "", "", "", ""][:7]) for row in rows)
    send(owner, "POST", "/v1/users/imports", table.encode(), "text/csv")
    send(owner, "POST", "/v1/users/imports", f"{MARK},b\n".encode(), "text/csv")
    return str(user["user_id"])


def ask_for_what_is_not_there(owner: Person) -> None:
    for path in (f"/v1/users?q={MARK}", f"/v1/users?{MARK}={MARK}", f"/v1/users/{MARK}", f"/v1/{MARK}"):
        send(owner, "GET", path, b"")
    send(owner, "POST", "/v1/licenses/quotes", f'{{"{MARK}": '.encode())
    send(owner, "POST", f"/v1/licenses/{MARK}/deletions", b'{"quantity": 1}')


def bring_what_is_none(stack: Stack, account_id: str, user_id: str) -> None:
    """Usage that is refused, and messages that no consumer can read."""
    detail = {
        "event_id": f"{MARK}-{new_id()}", "account_id": account_id, "user_id": user_id, "occurred_at": MARK,
        "device": MARK, "name": MARK,
    }  # fmt: skip
    assert operate_file("put-event", {"detail_type": "user.logged_in", "detail": detail})[0] == 0
    broken = {"detail-type": MARK, "detail": {"account_id": account_id, "type": MARK, "after": {"name": MARK}}}
    for queue in ("Mail", "Seal", "Login", "Invoice", "Usage"):
        for body in (MARK, json.dumps(broken)):
            stack.client("sqs").send_message(QueueUrl=stack.outputs[f"{queue}QueueUrl"], MessageBody=body)


def test_whatever_people_type_in_is_marked(stack: Stack) -> None:
    username = f"quokka.owner.{new_id()}".lower()
    company = {
        "name": f"{MARK} Ltd", "email": "office@quokka.example", "address": f"1 {MARK} Lane\nLeeds", "tax_id": MARK,
        "time_zone": "Europe/London", "currency": "GBP", "tax_rate_bp": 0, "plans": {"jobs": "go_paperless"},
        "owner": {"username": username, "name": f"Ana {MARK}", "email": "ana@quokka.example", "password": PASSWORD},
        "first_order": {"sku": "jobs-contracted", "quantity": 1, "reference": f"{MARK}-PO"},
    }  # fmt: skip
    code, opened = operate_file("open-account", company)
    assert code == 0, opened
    account_id, owner = opened["account_id"], log_in(stack, username.upper())
    buy(owner, f"{MARK} Signer")
    change_company(owner)
    user_id = change_people(owner)
    ask_for_what_is_not_there(owner)
    bring_what_is_none(stack, account_id, user_id)
    eventually(lambda: len(operate("mails", account_id)[1]["items"]) >= 4, within=60, every=1)
    assert any(MARK in json.dumps(kept) for kept in operate("kept-aside", "list")[1]["items"])
    eventually(lambda: every_outcome_is_logged(stack), within=60, every=1)


def every_outcome_is_logged(stack: Stack) -> bool:
    text = "\n".join(lines_of(stack))
    return all(outcome in text for outcome in OUTCOMES)

"""The whole story over HTTP: look, quote, buy, hand out, log in, take back, delete."""

from infra.local.stack import Stack
from shared.ids import new_id
from tests.support.eventually import eventually
from tests.support.people import PASSWORD, log_in, open_company, operate, operate_by_command
from tests.support.sample import signature_body


def test_an_owner_buys_hands_out_takes_back_and_deletes(stack: Stack) -> None:
    account_id, owner = open_company(stack)
    assert owner.buy("jobs-rolling", 5)["status"] == "active"
    username = f"new-{new_id().lower()}"
    added = owner.call("POST", "/v1/users", {"username": username, "name": "New Person", "email": "new@example.com"})
    assert (added.status, added.json["login"]) == (201, "provisioning")
    user_id = added.json["user_id"]
    seat = owner.call("PUT", f"/v1/users/{user_id}/licenses/jobs", {"sku": "jobs-rolling", "role": "engineer"})
    assert seat.status == 200
    eventually(lambda: owner.get(f"/v1/users/{user_id}")["login"] == "ready")
    stack.client("cognito-idp").admin_set_user_password(
        UserPoolId=stack.outputs["UserPoolId"], Username=username, Password=PASSWORD, Permanent=True
    )
    me = log_in(stack, username.upper()).get("/v1/me")
    assert (me["user_id"], me["account_id"], me["licenses"][0]["role"]) == (user_id, account_id, "engineer")
    assert me["permissions"]["jobs"]
    pool = owner.pool("jobs-rolling")
    assert (pool["owned"], pool["assigned"], pool["available"]) == (5, 1, 4)
    refused = owner.call("POST", "/v1/licenses/jobs-rolling/deletions", {"quantity": 5})
    assert (refused.status, refused.json["code"]) == (409, "not_enough_available")
    assert owner.call("POST", "/v1/licenses/jobs-rolling/deletions", {"quantity": 4}).status == 200
    contracted = owner.call("POST", "/v1/licenses/jobs-contracted/deletions", {"quantity": 1})
    assert (contracted.status, contracted.json["code"]) == (409, "contracted_not_deletable")
    assert owner.call("DELETE", f"/v1/users/{user_id}/licenses/jobs").status == 200
    assert operate_by_command("verify", account_id)[0] == 0


def test_a_pending_order_expires_at_its_720th_hour_in_a_sandbox_that_stands_idle(stack: Stack) -> None:
    account_id, owner = open_company(stack, sandbox={"now": "2027-03-05T09:00:00Z"})
    quote = owner.call("POST", "/v1/licenses/quotes", {"sku": "jobs-rolling", "quantity": 1}).json
    order = owner.call("POST", "/v1/licenses/orders", {"quote_id": quote["quote_id"]}).json
    assert order["expires_at"] == "2027-04-04T09:00:00Z"
    assert operate("clock", account_id, "--to", "2027-04-04T08:59:59Z", "--idle")[0] == 0
    assert owner.get(f"/v1/licenses/orders/{order['order_id']}")["status"] == "pending_signature"
    assert operate("clock", account_id, "--to", "2027-04-04T09:00:00Z", "--idle")[0] == 0
    assert owner.get(f"/v1/licenses/orders/{order['order_id']}")["status"] == "expired"
    path = f"/v1/licenses/orders/{order['order_id']}/signature"
    refused = owner.call("POST", path, signature_body(quote["document_sha256"]))
    assert (refused.status, refused.json["code"]) == (409, "order_not_pending")
    assert operate("verify", account_id)[0] == 0


def test_a_counter_altered_by_hand_is_found(stack: Stack) -> None:
    account_id, _ = open_company(stack)
    key = {"pk": {"S": f"A#{account_id}"}, "sk": {"S": "POOL#jobs-contracted"}}
    change = {"Key": key, "ExpressionAttributeValues": {":one": {"N": "1"}}, "UpdateExpression": "ADD assigned :one"}
    stack.client("dynamodb").update_item(TableName=stack.outputs["LicensesTable"], **change)
    code, found = operate_by_command("verify", account_id)
    assert (code, found["ok"]) == (1, False)
    assert "assigned is the seats held" in [each["what"] for each in found["differences"]]

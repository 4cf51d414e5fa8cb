"""What `stack.json` promises whoever works with the running stack: addresses, outputs, log-ins of the sample."""

import json

from infra.local.stack import Stack, local_directory

OUTPUTS = {
    "ApiUrl", "UserPoolId", "DesktopClientId", "MobileClientId", "EventBusName", "LicensesTable", "UsersTable",
    "BillingTable", "ContractsBucket", "MailQueueUrl",
}  # fmt: skip


def test_the_file_tells_where_everything_is_and_who_can_log_in(stack: Stack) -> None:
    told = json.loads((local_directory() / "stack.json").read_text())
    assert set(told) == {"api_url", "endpoint_url", "region", "outputs", "users"}
    assert (told["api_url"], told["endpoint_url"], told["region"]) == (stack.api_url, stack.endpoint_url, "us-east-1")
    assert set(told["outputs"]) >= OUTPUTS
    assert all(told["outputs"].values())
    assert told["users"]
    assert all(user.keys() >= {"username", "password", "roles", "account_id"} for user in told["users"])

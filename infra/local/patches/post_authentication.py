"""The user pool's PostAuthentication trigger: called at each sign-in, not at a refresh; raising refuses the sign-in."""

import base64
import json
from collections.abc import Callable
from typing import Any

from ministack.core.responses import error_response_json, get_region
from ministack.services import cognito, lambda_svc

PRIVATE_NAMES = (
    "ministack.services.cognito:_run_idp_handler",
    "ministack.services.cognito:_pool_for_client",
    "ministack.services.cognito:_resolve_user",
    "ministack.services.cognito:_attr_list_to_dict",
    "ministack.services.lambda_svc:_get_func_record_for_ref",
    "ministack.services.lambda_svc:_execution_record_for_config",
    "ministack.services.lambda_svc:_execute_function_with_config_scope",
)
SIGN_INS = ("InitiateAuth", "AdminInitiateAuth", "RespondToAuthChallenge", "AdminRespondToAuthChallenge")
# A trigger that takes too long is called again, as by the real pool.
ATTEMPTS = 3
REFRESH_FLOWS = ("REFRESH_TOKEN_AUTH", "REFRESH_TOKEN")

Answer = tuple[int, dict[str, str], bytes]


def apply() -> None:
    run_handler = cognito._run_idp_handler

    def run_and_tell(handler: Callable[..., Answer], action: str, data: dict[str, Any]) -> Answer:
        answer: Answer = run_handler(handler, action, data)
        if action not in SIGN_INS or data.get("AuthFlow") in REFRESH_FLOWS or answer[0] != 200:
            return answer
        tokens = json.loads(answer[2]).get("AuthenticationResult")
        refusal = tell_trigger(action, data, access_token=tokens["AccessToken"]) if tokens else None
        return refusal or answer

    cognito._run_idp_handler = run_and_tell


def tell_trigger(action: str, data: dict[str, Any], *, access_token: str) -> Answer | None:
    """The refusal to answer with, or None: no trigger, or it let the person in."""
    pool, _ = cognito._pool_for_client(data["ClientId"])
    arn = (pool.get("LambdaConfig") or {}).get("PostAuthentication")
    if not arn:
        return None
    record, config, _ = lambda_svc._get_func_record_for_ref(arn)
    if record is None:
        return refused("the function does not exist")
    event = trigger_event(action, data, pool=pool, username=claims_of(access_token)["username"])
    for _ in range(ATTEMPTS):
        result = lambda_svc._execute_function_with_config_scope(
            lambda_svc._execution_record_for_config(record, config), event
        )
        if not result.get("error"):
            return None
        reason = (result.get("body") or {}).get("errorMessage", "")
        if "timed out" not in reason:
            break
    return refused(reason)


def trigger_event(action: str, data: dict[str, Any], *, pool: dict[str, Any], username: str) -> dict[str, Any]:
    user, _ = cognito._resolve_user(pool, username)
    # Client metadata reaches this trigger from the answer to a challenge alone, as in the real pool.
    metadata = data.get("ClientMetadata", {}) if "Respond" in action else {}
    return {
        "version": "1",
        "triggerSource": "PostAuthentication_Authentication",
        "region": get_region(),
        "userPoolId": pool["Id"],
        "userName": username,
        "callerContext": {"awsSdkVersion": "local", "clientId": data["ClientId"]},
        "request": {
            "userAttributes": cognito._attr_list_to_dict(user.get("Attributes", [])),
            "newDeviceUsed": False,
            "clientMetadata": metadata,
        },
        "response": {},
    }


def refused(reason: str) -> Answer:
    message = f"PostAuthentication failed with error {reason}."
    answer: Answer = error_response_json("UserLambdaValidationException", message, 400)
    return answer


def claims_of(token: str) -> dict[str, Any]:
    payload = token.split(".")[1]
    claims: dict[str, Any] = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    return claims

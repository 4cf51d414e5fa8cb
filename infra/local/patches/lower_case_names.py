"""User names are lower-cased on their way in, as by a pool with `CaseSensitive: false`."""

from collections.abc import Callable
from typing import Any

from ministack.services import cognito

PRIVATE_NAMES = ("ministack.services.cognito:_run_idp_handler",)
NAMED_IN = (("AuthParameters", "USERNAME"), ("ChallengeResponses", "USERNAME"))


def apply() -> None:
    run_handler = cognito._run_idp_handler

    def run_with_lower_case_name(handler: Callable[..., Any], action: str, data: dict[str, Any]) -> Any:
        return run_handler(handler, action, lower_cased(data))

    cognito._run_idp_handler = run_with_lower_case_name


def lower_cased(data: dict[str, Any]) -> dict[str, Any]:
    lowered = dict(data)
    if isinstance(data.get("Username"), str):
        lowered["Username"] = data["Username"].lower()
    for parameters, name in NAMED_IN:
        given = data.get(parameters) or {}
        if isinstance(given.get(name), str):
            lowered[parameters] = {**given, name: given[name].lower()}
    return lowered

"""`<aws.scheduler.scheduled-time>` and its sisters in a schedule's input are replaced by their values."""

import uuid
from datetime import UTC, datetime
from typing import Any

from ministack.services import eventbridge

PRIVATE_NAMES = ("ministack.services.eventbridge:_invoke_target",)


def apply() -> None:
    invoke_target = eventbridge._invoke_target

    def invoke_with_values(target: dict[str, Any], event: dict[str, Any], *more: Any) -> Any:
        if event.get("Source") == "aws.scheduler" and target.get("Input"):
            target = {**target, "Input": with_values(target["Input"], event)}
        return invoke_target(target, event, *more)

    eventbridge._invoke_target = invoke_with_values


def with_values(text: str, event: dict[str, Any]) -> str:
    # Schedules here are whole minutes, and the sweep that fires them comes up to ten seconds late.
    at = datetime.fromtimestamp(event["Time"], tz=UTC).replace(second=0, microsecond=0)
    values = {
        "scheduled-time": at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "schedule-arn": event["Resources"][0],
        "execution-id": str(uuid.uuid4()),
        "attempt-number": "1",
    }
    for name, value in values.items():
        text = text.replace(f"<aws.scheduler.{name}>", value)
    return text

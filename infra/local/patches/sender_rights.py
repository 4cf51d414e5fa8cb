"""The right to send a mail is asked for the identity that it is sent from, as on AWS, not for everything at once.

And of a message that is handed over whole it is the right to the older call, as there.
"""

import json
from typing import Any

from ministack.core import iam_actions

PRIVATE_NAMES = ("ministack.core.iam_actions:_ses_v2_resource_arn", "ministack.core.iam_actions:extract_iam_action")
SEND = "/v2/email/outbound-emails"


def apply() -> None:
    named_in, asked_for = iam_actions._ses_v2_resource_arn, iam_actions.extract_iam_action

    def named_or_sender(method: str, path: str, body: bytes, region: str, account_id: str) -> str:
        if method == "POST" and path.rstrip("/") == SEND and (sender := _request(body).get("FromEmailAddress")):
            return f"arn:aws:ses:{region}:{account_id}:identity/{sender}"
        named: str = named_in(method, path, body, region, account_id)
        return named

    def raw_by_its_own_name(
        service: str, method: str, path: str, headers: dict[str, str], body: bytes, query_params: dict[str, Any]
    ) -> str | None:
        action: str | None = asked_for(service, method, path, headers, body, query_params)
        is_raw = action == "ses:SendEmail" and "Raw" in _request(body).get("Content", {})
        return "ses:SendRawEmail" if is_raw else action

    iam_actions._ses_v2_resource_arn = named_or_sender
    iam_actions.extract_iam_action = raw_by_its_own_name


def _request(body: bytes) -> dict[str, Any]:
    try:
        read = json.loads(body)
    except ValueError:
        return {}
    return read if isinstance(read, dict) else {}

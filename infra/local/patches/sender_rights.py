"""The right to send a mail is asked for the identity that it is sent from, as on AWS, not for everything at once."""

import json

from ministack.core import iam_actions

PRIVATE_NAMES = ("ministack.core.iam_actions:_ses_v2_resource_arn",)
SEND = "/v2/email/outbound-emails"


def apply() -> None:
    named_in = iam_actions._ses_v2_resource_arn

    def named_or_sender(method: str, path: str, body: bytes, region: str, account_id: str) -> str:
        if method == "POST" and path.rstrip("/") == SEND and (sender := _sender(body)):
            return f"arn:aws:ses:{region}:{account_id}:identity/{sender}"
        named: str = named_in(method, path, body, region, account_id)
        return named

    iam_actions._ses_v2_resource_arn = named_or_sender


def _sender(body: bytes) -> str:
    try:
        return str(json.loads(body).get("FromEmailAddress", ""))
    except (ValueError, AttributeError):
        return ""

"""SES as tests need it: what was sent can be read, and it can be told to refuse, to time out, or to end the process."""

from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

from botocore.exceptions import ClientError

REFUSED = ClientError({"Error": {"Code": "MessageRejected", "Message": "not verified"}}, "SendEmail")


class Killed(BaseException):
    """The process ended there."""


class Outbox:
    """Stands in for the SES client."""

    def __init__(self) -> None:
        self.sent: list[EmailMessage] = []
        self.requests: list[dict[str, Any]] = []
        self.before: dict[str, BaseException] = {}
        """What to raise instead of sending, by recipient (`*`: any)."""
        self.after: BaseException | None = None
        """What to raise once a mail has gone out."""

    def send_email(self, **request: Any) -> dict[str, str]:
        (recipient,) = request["Destination"]["ToAddresses"]
        if error := self.before.get(recipient) or self.before.get("*"):
            raise error
        message = message_from_bytes(request["Content"]["Raw"]["Data"], policy=default)
        assert isinstance(message, EmailMessage)
        self.requests.append(request)
        self.sent.append(message)
        if self.after:
            raise self.after
        return {"MessageId": "1"}

    @property
    def subjects(self) -> list[tuple[str, str]]:
        return [(str(message["To"]), str(message["Subject"])) for message in self.sent]

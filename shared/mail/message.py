"""A letter as the bytes that go out: one recipient, headers that nobody can add to, text and HTML with one content."""

from collections.abc import Sequence
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP

from shared.email_address import wire_address
from shared.mail.letter import Attachment
from shared.mail.rendering import Words


def raw_message(sender: str, to: str, words: Words, attachments: Sequence[Attachment] = ()) -> bytes:
    """The message in internet format. Names stand in its body alone. Raises NotAnAddress."""
    message = EmailMessage(policy=SMTP)
    message["From"] = _alone(sender)
    message["To"] = _alone(to)
    message["Subject"] = words.subject
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(words.text, cte="quoted-printable")
    message.add_alternative(words.html, subtype="html", cte="quoted-printable")
    for each in attachments:
        message.add_attachment(each.content, maintype="application", subtype="pdf", filename=each.file_name)
    # Last, for setting the content takes such headers away.
    message["Content-Language"] = "en"
    return message.as_bytes()


def _alone(address: str) -> Address:
    return Address(addr_spec=wire_address(address))

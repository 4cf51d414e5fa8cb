"""A mail as bytes: headers that nobody can add to."""

import hashlib
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

import pytest

from shared.email_address import NotAnAddress
from shared.mail.letter import Attachment
from shared.mail.message import raw_message
from shared.mail.rendering import Words

WORDS = Words("Please sign", "Dear Müller\n", "<p>Dear Müller</p>\n")
SENDER = "billing@seatkeeper.example"


def parsed(raw: bytes) -> EmailMessage:
    message = message_from_bytes(raw, policy=default)
    assert isinstance(message, EmailMessage)
    return message


def test_a_message_has_one_recipient_and_two_forms() -> None:
    message = parsed(raw_message(SENDER, "office@müller.example", WORDS))
    assert message["To"] == "office@xn--mller-kva.example"
    assert (message["From"], message["Subject"]) == (SENDER, "Please sign")
    assert {header.lower() for header in message} == {
        "from", "to", "subject", "content-language", "auto-submitted", "mime-version", "content-type",
    }  # fmt: skip
    parts = [(part.get_content_type(), part.get_content().split()) for part in message.iter_parts()]
    assert parts == [("text/plain", WORDS.text.split()), ("text/html", WORDS.html.split())]


def test_the_bytes_are_ascii_in_lines_that_mail_takes() -> None:
    raw = raw_message(SENDER, "office@brookvale.example", Words("x", "ä" * 5000, "<p>ä</p>" * 900))
    assert raw.isascii()
    assert max(len(line) for line in raw.split(b"\r\n")) < 998
    assert b"\n" not in raw.replace(b"\r\n", b"")


def test_a_document_arrives_as_it_was() -> None:
    content = b"%PDF-1.7 \x00\xff\r\n\n"
    attached = Attachment("Contract 01M0 unsigned.pdf", content, hashlib.sha256(content).hexdigest())
    message = parsed(raw_message(SENDER, "office@brookvale.example", WORDS, [attached]))
    (part,) = message.iter_attachments()
    assert (part.get_filename(), part.get_content_type()) == ("Contract 01M0 unsigned.pdf", "application/pdf")
    assert hashlib.sha256(part.get_content()).hexdigest() == attached.sha256


@pytest.mark.parametrize(
    "to", ["a@b.example\r\nBcc: x@example.org", "a@b.example, x@example.org", "Ana <a@b.example>", ""]
)
def test_no_second_recipient_gets_in(to: str) -> None:
    with pytest.raises(NotAnAddress):
        raw_message(SENDER, to, WORDS)


def test_no_header_gets_in_through_a_subject() -> None:
    with pytest.raises(ValueError, match="linefeed"):
        raw_message(SENDER, "a@b.example", Words("Hello\r\nBcc: x@example.org", "", ""))

"""Queues, the bus, mails and the seal's key in memory: what was sent to them can be read."""

import hashlib
from email import message_from_bytes
from email.policy import default
from functools import cache
from typing import Any

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256


class MemoryQueues:
    """`sent` holds queue and body of every message."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, str]] = []

    def send_message(self, *, QueueUrl: str, MessageBody: str, **_: Any) -> dict[str, Any]:  # noqa: N803
        self.sent.append((QueueUrl, MessageBody))
        return {"MessageId": hashlib.sha256(MessageBody.encode()).hexdigest()}

    def send_message_batch(self, *, QueueUrl: str, Entries: list[dict[str, Any]]) -> dict[str, Any]:  # noqa: N803
        self.sent += [(QueueUrl, entry["MessageBody"]) for entry in Entries]
        return {"Successful": [{"Id": entry["Id"]} for entry in Entries]}


class MemoryBus:
    """`taken` holds the details of every event, one for each time that it was put."""

    def __init__(self) -> None:
        self.taken: list[str] = []

    def put_events(self, *, Entries: list[dict[str, Any]]) -> dict[str, Any]:  # noqa: N803
        self.taken += [entry["Detail"] for entry in Entries]
        return {"FailedEntryCount": 0, "Entries": [{"EventId": "e"} for _ in Entries]}


class MemoryMails:
    """`sent` holds recipient and subject of every mail."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, str]] = []

    def send_email(self, *, Destination: dict[str, Any], Content: dict[str, Any], **_: Any) -> dict[str, Any]:  # noqa: N803
        (recipient,) = Destination["ToAddresses"]
        subject = message_from_bytes(Content["Raw"]["Data"], policy=default)["Subject"]
        self.sent.append((recipient, str(subject)))
        return {"MessageId": "m"}


class MemoryKeys:
    """One RSA key, which never leaves."""

    def get_public_key(self, *, KeyId: str) -> dict[str, Any]:  # noqa: N803
        public = _key().public_key()
        form = serialization.PublicFormat.SubjectPublicKeyInfo
        return {"PublicKey": public.public_bytes(serialization.Encoding.DER, form)}

    def sign(self, *, KeyId: str, Message: bytes, MessageType: str, SigningAlgorithm: str) -> dict[str, Any]:  # noqa: N803
        assert (MessageType, SigningAlgorithm) == ("RAW", "RSASSA_PKCS1_V1_5_SHA_256")
        return {"Signature": _key().sign(Message, padding.PKCS1v15(), SHA256())}


@cache
def _key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65537, 3072)

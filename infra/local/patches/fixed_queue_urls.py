"""Queue URLs are the keys of the queues' state: they keep one port, whichever port the server is on."""

from ministack.services import sqs

PRIVATE_NAMES = ("ministack.services.sqs:DEFAULT_PORT", "ministack.services.sqs:_CANONICAL_NETLOC")
PORT = "4566"


def apply() -> None:
    """Clients go to the endpoint they are given, never to the host in a queue's URL."""
    sqs.DEFAULT_PORT = PORT
    sqs._CANONICAL_NETLOC = f"{sqs.DEFAULT_HOST}:{PORT}"

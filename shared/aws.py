"""One botocore session; clients are made when first asked for and kept."""

import os
from collections.abc import Callable
from functools import cache
from typing import Any

from botocore.config import Config
from botocore.exceptions import ClientError, ConnectionError, HTTPClientError
from botocore.session import Session, get_session

PASSING = frozenset({
    "ThrottlingException", "ProvisionedThroughputExceededException", "RequestLimitExceeded", "TooManyRequestsException",
    "InternalServerError", "InternalError", "InternalErrorException", "InternalFailure", "KMSInternalException",
    "ServiceUnavailable", "ServiceUnavailableException", "RequestTimeout", "SlowDown", "RequestThrottled",
})  # fmt: skip
"""Codes by which AWS refuses for the moment."""


@cache
def session() -> Session:
    return get_session()


@cache
def client(service: str, config: Config | None = None) -> Any:
    """The low-level client of a service, one for the process."""
    return session().create_client(service, config=config)


def is_passing(error: BaseException) -> bool:
    """Whether AWS refused, or did not answer, for the moment: the same call may succeed in a second."""
    if isinstance(error, ClientError):
        return error.response["Error"]["Code"] in PASSING
    return isinstance(error, (HTTPClientError, ConnectionError))


def at_start(make: Callable[[], Any]) -> None:
    """Have a client made while a Lambda loads, by who needs it in every call: only until then it has a whole CPU."""
    if "AWS_LAMBDA_FUNCTION_NAME" in os.environ:
        make()

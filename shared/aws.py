"""One botocore session; clients are made when first asked for and kept."""

import os
from collections.abc import Callable
from functools import cache
from typing import Any

from botocore.config import Config
from botocore.exceptions import ClientError, ConnectionError, HTTPClientError
from botocore.session import Session, get_session

REFUSED_UNDONE = frozenset({"ThrottlingException", "ProvisionedThroughputExceededException", "RequestLimitExceeded"})
"""Codes by which the tables refuse for the moment, with nothing done."""

PASSING = REFUSED_UNDONE | {
    "TooManyRequestsException", "TransactionInProgressException", "InternalServerError", "InternalError",
    "InternalErrorException", "InternalFailure", "KMSInternalException", "ServiceUnavailable",
    "ServiceUnavailableException", "RequestTimeout", "SlowDown", "RequestThrottled",
}  # fmt: skip
"""Codes by which AWS refuses for the moment, or fails and does not say whether it was done."""

FAILED_THERE = 500


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
        # S3 answers a HEAD without a body: its code is the status.
        status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
        return error.response["Error"]["Code"] in PASSING or status >= FAILED_THERE
    return isinstance(error, (HTTPClientError, ConnectionError))


def at_start(make: Callable[[], Any]) -> None:
    """Have a client made while a Lambda loads, by who needs it in every call: only until then it has a whole CPU."""
    if "AWS_LAMBDA_FUNCTION_NAME" in os.environ:
        make()

"""One botocore session; clients are made when first asked for and kept."""

import os
from collections.abc import Callable
from functools import cache
from typing import Any

from botocore.config import Config
from botocore.session import Session, get_session


@cache
def session() -> Session:
    return get_session()


@cache
def client(service: str, config: Config | None = None) -> Any:
    """The low-level client of a service, one for the process."""
    return session().create_client(service, config=config)


def at_start(make: Callable[[], Any]) -> None:
    """Have a client made while a Lambda loads, by who needs it in every call: only until then it has a whole CPU."""
    if "AWS_LAMBDA_FUNCTION_NAME" in os.environ:
        make()

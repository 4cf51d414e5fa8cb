"""One botocore session; clients are made when first asked for and kept."""

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

"""The stack that runs on this machine, as its `stack.json` tells: addresses, outputs, log-ins and clients for it."""

import functools
import json
import os
import urllib.parse
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import botocore.session
from botocore.config import Config

ROOT = Path(__file__).resolve().parent.parent.parent
# Another directory than .local, for a private stack beside the one of `make run`.
DIRECTORY_VARIABLE = "SEATKEEPER_LOCAL"
REGION = "us-east-1"
# Bucket names as part of the path need no name resolution; without the version, links are signed the old way.
FOR_S3: dict[str, Any] = {"signature_version": "s3v4", "s3": {"addressing_style": "path"}}


class NoStack(Exception):
    """No stack.json: nothing has been started with `make run` yet."""


@dataclass(frozen=True)
class Stack:
    """`outputs` are those of the template; `users` are the people of the sample data, with their passwords."""

    api_url: str
    endpoint_url: str
    region: str
    outputs: Mapping[str, str]
    users: list[dict[str, Any]]

    @classmethod
    def load(cls, directory: Path | None = None) -> "Stack":
        path = (directory or local_directory()) / "stack.json"
        try:
            return cls(**json.loads(path.read_text()))
        except FileNotFoundError as missing:
            raise NoStack(f"{path} does not exist: start the stack with `make run`") from missing

    def save(self, directory: Path) -> None:
        """Readers see the old file or the new one, never half of it."""
        unfinished = directory / "stack.json.new"
        unfinished.write_text(json.dumps(asdict(self), indent=2) + "\n")
        unfinished.replace(directory / "stack.json")

    def client(self, service: str, **config: Any) -> Any:
        """A low-level client; `config` as in botocore's Config, e.g. retries={"total_max_attempts": 1}."""
        return local_client(service, endpoint_url=self.endpoint_url, **config)


def local_directory() -> Path:
    return Path(os.environ.get(DIRECTORY_VARIABLE) or ROOT / ".local").resolve()


def local_client(service: str, *, endpoint_url: str, **config: Any) -> Any:
    """`test` is the root of the embedded AWS; nothing of the caller's own AWS settings is looked at."""
    return session().create_client(
        service,
        endpoint_url=endpoint_url,
        region_name=REGION,
        aws_access_key_id="test",
        aws_secret_access_key="test",  # nosec B106 # the embedded AWS takes any
        config=Config(**(FOR_S3 if service == "s3" else {}), **config),
    )


@functools.cache
def session() -> botocore.session.Session:
    """Made once: it reads the descriptions of the services, which takes far longer than making a client."""
    return botocore.session.Session()


def api_url_of(endpoint_url: str, outputs: Mapping[str, str]) -> str:
    """The API's name on AWS cannot be resolved here: its id, in the output `ApiUrl`, leads to it by path."""
    host = urllib.parse.urlsplit(outputs["ApiUrl"]).hostname or ""
    return f"{endpoint_url}/_aws/execute-api/{host.split('.')[0]}/$default"

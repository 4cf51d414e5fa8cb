"""Links to files: presigned, at most five minutes, saved under a name that every system takes."""

import os
import re
from datetime import datetime, timedelta
from functools import cache
from typing import Any
from urllib.parse import quote

from botocore.auth import S3SigV4QueryAuth
from botocore.awsrequest import AWSRequest
from botocore.config import Config
from pydantic import BaseModel

from shared import aws
from shared.clock import real_now

PDF = "application/pdf"
LIVES = timedelta(minutes=5)
_FORBIDDEN = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f]+')


class Link(BaseModel):
    """Where a file can be fetched for the next minutes, and the name it is saved under."""

    url: str
    file_name: str
    expires_at: datetime


@cache
def s3() -> Any:
    """The S3 client of this process; signature version 4 as encrypted buckets demand."""
    return aws.client("s3", Config(signature_version="s3v4", s3={"addressing_style": "path"}))


def file_name(*parts: str, ending: str) -> str:
    """A file name out of free text, without what some system refuses in names: its characters, and over 255 bytes."""
    text = " ".join(_FORBIDDEN.sub(" ", " ".join(parts)).split())[:120]
    return f"{text.encode()[:240].decode(errors='ignore').strip(' .')}.{ending}"


def link_to(bucket: str, key: str, name: str, *, content_type: str, version_id: str | None = None) -> Link:
    """A presigned link that downloads under the given name."""
    params = {"response-content-type": content_type, "response-content-disposition": _disposition(name)}
    if version_id:
        params["versionId"] = version_id
    expires_at = real_now().replace(microsecond=0) + LIVES
    return Link(url=_presigned(f"{bucket}/{key}", params), file_name=name, expires_at=expires_at)


def _presigned(path: str, params: dict[str, str]) -> str:
    # Nothing is sent, so only the SDK's signer is needed: making a client of S3 takes a fifth of a cold start.
    region, credentials = aws.session().get_config_variable("region"), aws.session().get_credentials()
    endpoint = os.environ.get("AWS_ENDPOINT_URL") or f"https://s3.{region}.amazonaws.com"
    request = AWSRequest("GET", f"{endpoint}/{quote(path, safe='/~')}", params=params)
    S3SigV4QueryAuth(credentials, "s3", region, expires=int(LIVES.total_seconds())).add_auth(request)
    return str(request.url)


def _disposition(name: str) -> str:
    return f"attachment; filename=\"{_ascii(name)}\"; filename*=UTF-8''{quote(name, safe='')}"


def _ascii(name: str) -> str:
    return name.encode("ascii", "replace").decode().replace("?", "_")

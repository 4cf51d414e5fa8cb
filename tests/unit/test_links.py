"""Links are signed as the SDK's own client of S3 signs them, without the client."""

from collections.abc import Iterator
from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

import pytest
from botocore import auth
from botocore.config import Config
from botocore.session import get_session

from shared import aws
from shared.links import file_name, link_to

PATH_STYLE = Config(signature_version="s3v4", s3={"addressing_style": "path"})
PDF = "application/pdf"
KEYS = ["a1/C1.pdf", "Zażółć 50% + ~x.y_z/(1)&2=3?.pdf"]


@pytest.fixture(autouse=True)
def somewhere(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A region, credentials of a role, an instant."""
    settings = {"DEFAULT_REGION": "eu-west-1", "ACCESS_KEY_ID": "AKID", "SECRET_ACCESS_KEY": "secret"}
    for name, value in (settings | {"SESSION_TOKEN": "to+ken/=="}).items():
        monkeypatch.setenv(f"AWS_{name}", value)
    monkeypatch.setattr(auth, "get_current_datetime", lambda: datetime(2027, 3, 5, 9, tzinfo=UTC))
    aws.session.cache_clear()
    yield
    aws.session.cache_clear()


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("version_id", [None, "v/1+2"])
@pytest.mark.parametrize("endpoint", [None, "http://127.0.0.1:4566"])
def test_a_link_is_the_one_that_the_client_would_give(
    key: str, version_id: str | None, endpoint: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    if endpoint:
        monkeypatch.setenv("AWS_ENDPOINT_URL", endpoint)
    ours = urlsplit(link_to("contracts", key, "Zażółć 1.pdf", content_type=PDF, version_id=version_id).url)
    theirs = urlsplit(_by_the_client(key, parse_qs(ours.query)["response-content-disposition"][0], version_id))
    assert ours[:3] == theirs[:3]
    assert parse_qs(ours.query) == parse_qs(theirs.query)


@pytest.mark.parametrize("letter", ["N", "é", "株", "\U00020000"])
def test_a_file_is_saved_under_a_name_of_255_bytes_at_most(letter: str) -> None:
    name = file_name("Contract", "0" * 26, letter * 200, ending="pdf")
    assert len(name.encode()) <= 255
    assert name.startswith(f"Contract {'0' * 26} {letter * 50}")
    assert name.endswith(f"{letter}.pdf")


def _by_the_client(key: str, disposition: str, version_id: str | None) -> str:
    params = {
        "Bucket": "contracts", "Key": key, "ResponseContentType": PDF, "ResponseContentDisposition": disposition,
    } | ({"VersionId": version_id} if version_id else {})  # fmt: skip
    client = get_session().create_client("s3", config=PATH_STYLE)
    return str(client.generate_presigned_url("get_object", Params=params, ExpiresIn=300))

import hashlib
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from typing import Any

import boto3
import pytest
from moto import mock_aws

from shared.documents.archive import Member, MemberAltered, archive_key, reading_from, store_archive
from tests.unit.documents.stored_contracts import Store

BUCKET = "contracts"


@pytest.fixture
def s3(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    with mock_aws():
        client = boto3.client("s3", region_name="us-east-1")
        client.create_bucket(Bucket=BUCKET)
        client.put_bucket_versioning(Bucket=BUCKET, VersioningConfiguration={"Status": "Enabled"})
        yield client


def kept(s3: Any, number: int, body: bytes) -> Member:
    member = Store().put(number, content=body)
    version_id = s3.put_object(Bucket=BUCKET, Key=member.key, Body=body)["VersionId"]
    return replace(member, version_id=version_id)


def test_an_archive_of_many_parts_is_stored_whole(s3: Any) -> None:
    members = [kept(s3, number, bytes([number]) * 5_000_000) for number in range(4)]
    key = archive_key(members)
    store_archive(members, read=reading_from(s3, bucket=BUCKET), s3=s3, bucket=BUCKET, key=key)
    stored = s3.get_object(Bucket=BUCKET, Key=key)
    assert stored["ContentType"] == "application/zip"
    with zipfile.ZipFile(BytesIO(stored["Body"].read())) as archive:
        assert archive.read(f"{members[3].contract_id}.pdf") == bytes([3]) * 5_000_000


def test_a_forged_newer_version_is_not_packed(s3: Any) -> None:
    member = kept(s3, 1, b"%PDF-signed")
    s3.put_object(Bucket=BUCKET, Key=member.key, Body=b"%PDF-forged")
    store_archive([member], read=reading_from(s3, bucket=BUCKET), s3=s3, bucket=BUCKET, key="k")
    with zipfile.ZipFile(BytesIO(s3.get_object(Bucket=BUCKET, Key="k")["Body"].read())) as archive:
        assert archive.read(f"{member.contract_id}.pdf") == b"%PDF-signed"


def test_one_altered_contract_leaves_no_upload_and_no_archive(s3: Any) -> None:
    good = [kept(s3, number, bytes([number]) * 9_000_000) for number in range(2)]
    altered = b"%PDF-forged"
    forged = replace(kept(s3, 2, altered), sha256=hashlib.sha256(b"%PDF-signed").hexdigest(), crc32=zlib.crc32(altered))
    with pytest.raises(MemberAltered, match=forged.contract_id):
        store_archive([*good, forged], read=reading_from(s3, bucket=BUCKET), s3=s3, bucket=BUCKET, key="k")
    assert "Uploads" not in s3.list_multipart_uploads(Bucket=BUCKET)
    assert s3.list_objects_v2(Bucket=BUCKET, Prefix="k")["KeyCount"] == 0

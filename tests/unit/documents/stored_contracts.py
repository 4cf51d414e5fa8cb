"""Contracts in a store that is a dictionary, for the tests of archives."""

import hashlib
import zlib
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from typing import Any

from shared.documents.archive import Member


class Store:
    """Plays the part of S3 for what an archive needs of it."""

    def __init__(self) -> None:
        self.contents: dict[str, bytes] = {}
        self.objects: dict[str, bytes] = {}
        self.uploads: dict[str, list[bytes]] = {}
        self.part_sizes: list[int] = []
        self.fails_at_part: int | None = None

    def put(self, number: int, *, signer_name: str = "Ana Pop", content: bytes | None = None) -> Member:
        contract_id = f"01JZ8Q6T0V3N5B7C9D1F2G{number:04}"
        body = content if content is not None else b"%PDF-" + str(number).encode() * (1000 + number)
        self.contents[contract_id] = body
        return Member(
            contract_id=contract_id, key=f"contracts/{contract_id}", version_id="v1", size_bytes=len(body),
            sha256=hashlib.sha256(body).hexdigest(), crc32=zlib.crc32(body), order_id=f"ORDER{number}",
            sku="jobs-contracted", quantity=number, signer_name=signer_name, signed_at="2027-02-14T10:00:00Z",
            document_sha256="0" * 64,
        )  # fmt: skip

    def read(self, member: Member) -> Iterator[bytes]:
        body = BytesIO(self.contents[member.contract_id])
        return iter(lambda: body.read(700), b"")

    def create_multipart_upload(self, **request: Any) -> dict[str, str]:
        self.uploads[request["Key"]] = []
        return {"UploadId": "one"}

    def upload_part(self, **request: Any) -> dict[str, str]:
        if request["PartNumber"] == self.fails_at_part:
            raise ConnectionError("the store is away")
        self.uploads[request["Key"]].append(request["Body"])
        self.part_sizes.append(len(request["Body"]))
        return {"ETag": str(request["PartNumber"])}

    def complete_multipart_upload(self, **request: Any) -> None:
        parts = self.uploads.pop(request["Key"])
        assert [part["PartNumber"] for part in request["MultipartUpload"]["Parts"]] == list(range(1, len(parts) + 1))
        self.objects[request["Key"]] = b"".join(parts)

    def abort_multipart_upload(self, **request: Any) -> None:
        del self.uploads[request["Key"]]


def altered(member: Member, **changes: Any) -> Member:
    return replace(member, **changes)

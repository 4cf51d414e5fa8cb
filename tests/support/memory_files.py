"""S3 in memory: as much of it as the functions use, every version kept."""

import io
from collections.abc import Iterator
from typing import Any

from botocore.exceptions import ClientError

from shared.clock import real_now

Place = tuple[str, str]


class Body(io.BytesIO):
    """What is read of an object, whole or in pieces."""

    def iter_chunks(self, chunk_size: int = 65536) -> Iterator[bytes]:
        while chunk := self.read(chunk_size):
            yield chunk


class MemoryFiles:
    """Stands in for the client. `versions` holds each object's, oldest first."""

    def __init__(self) -> None:
        self.versions: dict[Place, list[bytes]] = {}
        self.uploads: dict[str, tuple[Place, dict[int, bytes]]] = {}

    def put_object(self, *, Bucket: str, Key: str, Body: bytes, IfNoneMatch: str = "", **_: Any) -> dict[str, Any]:  # noqa: N803
        known = self.versions.setdefault((Bucket, Key), [])
        if IfNoneMatch and known:
            raise _error("PreconditionFailed", 412)
        known.append(bytes(Body))
        return {"VersionId": f"v{len(known)}"}

    def get_object(self, *, Bucket: str, Key: str, VersionId: str = "") -> dict[str, Any]:  # noqa: N803
        known = self._known(Bucket, Key)
        content = known[int(VersionId[1:]) - 1] if VersionId else known[-1]
        return {"Body": Body(content), "ContentLength": len(content)}

    def head_object(self, *, Bucket: str, Key: str) -> dict[str, Any]:  # noqa: N803
        self._known(Bucket, Key)
        return {"LastModified": real_now()}

    def list_object_versions(self, *, Bucket: str, Prefix: str) -> dict[str, Any]:  # noqa: N803
        of_bucket = {key: len(kept) for (bucket, key), kept in self.versions.items() if bucket == Bucket}
        found = [(key, n) for key, last in of_bucket.items() if key.startswith(Prefix) for n in range(last, 0, -1)]
        return {"Versions": [{"Key": key, "VersionId": f"v{number}"} for key, number in found]}

    def create_multipart_upload(self, *, Bucket: str, Key: str, **_: Any) -> dict[str, Any]:  # noqa: N803
        upload_id = f"u{len(self.uploads)}"
        self.uploads[upload_id] = ((Bucket, Key), {})
        return {"UploadId": upload_id}

    def upload_part(self, *, UploadId: str, PartNumber: int, Body: bytes, **_: Any) -> dict[str, Any]:  # noqa: N803
        self.uploads[UploadId][1][PartNumber] = bytes(Body)
        return {"ETag": str(PartNumber)}

    def complete_multipart_upload(self, *, UploadId: str, **_: Any) -> dict[str, Any]:  # noqa: N803
        place, parts = self.uploads.pop(UploadId)
        self.versions.setdefault(place, []).append(b"".join(parts[number] for number in sorted(parts)))
        return {}

    def abort_multipart_upload(self, *, UploadId: str, **_: Any) -> dict[str, Any]:  # noqa: N803
        self.uploads.pop(UploadId, None)
        return {}

    def _known(self, bucket: str, key: str) -> list[bytes]:
        if not self.versions.get((bucket, key)):
            raise _error("NoSuchKey", 404)
        return self.versions[bucket, key]


def _error(code: str, status: int) -> ClientError:
    answer: Any = {"Error": {"Code": code, "Message": code}, "ResponseMetadata": {"HTTPStatusCode": status}}
    return ClientError(answer, "S3")

"""Streams bytes into one S3 object, part by part, and leaves nothing behind when it fails."""

from types import TracebackType
from typing import Any, Self

PART_BYTES = 8 * 1024 * 1024
"""S3 takes parts of 5 MiB and more (but for the last) and at most 10,000: enough for 80 GiB."""


class MultipartUpload:
    """As a context: completed on leaving it, aborted when it is left by an error. `s3` is a botocore client."""

    def __init__(self, s3: Any, *, bucket: str, key: str, content_type: str) -> None:
        self._s3 = s3
        self._target = {"Bucket": bucket, "Key": key}
        self._content_type = content_type
        self._waiting = bytearray()
        self._parts: list[dict[str, Any]] = []

    def __enter__(self) -> Self:
        started = self._s3.create_multipart_upload(**self._target, ContentType=self._content_type)
        self._target["UploadId"] = started["UploadId"]
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            try:
                self._complete()
            except BaseException:
                self._abort()
                raise
        else:
            self._abort()

    def write(self, data: bytes) -> None:
        self._waiting += data
        while len(self._waiting) >= PART_BYTES:
            self._send(PART_BYTES)

    def _send(self, length: int) -> None:
        number = len(self._parts) + 1
        with memoryview(self._waiting) as view:
            body = bytes(view[:length])
        del self._waiting[:length]
        sent = self._s3.upload_part(**self._target, PartNumber=number, Body=body)
        self._parts.append({"PartNumber": number, "ETag": sent["ETag"]})

    def _complete(self) -> None:
        if self._waiting or not self._parts:
            self._send(len(self._waiting))
        self._s3.complete_multipart_upload(**self._target, MultipartUpload={"Parts": self._parts})

    def _abort(self) -> None:
        self._s3.abort_multipart_upload(**self._target)

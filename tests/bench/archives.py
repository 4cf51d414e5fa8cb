"""Archives of 500 and of 2,000 contracts: time beside a plain copy through the same S3, and growth of peak memory."""

import hashlib
import json
import os
import re
import subprocess
import sys
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from botocore.config import Config

from shared import aws
from shared.documents.archive import Member, reading_from, store_archive
from shared.documents.upload import MultipartUpload
from tests.bench.measure import Row, interleaved
from tests.bench.plain_s3 import OBJECT

FEW, MANY = 500, 2000
ROUNDS = {FEW: 5, MANY: 2}
MOST_MEGABYTES = 40
MEMBER = Member(
    contract_id="C", key="k", version_id="v", size_bytes=len(OBJECT), sha256=hashlib.sha256(OBJECT).hexdigest(),
    crc32=zlib.crc32(OBJECT), order_id="o", sku="jobs-rolling", quantity=1, signer_name="Ana Pop",
    signed_at="2027-03-05T09:00:00Z", document_sha256="0" * 64,
)  # fmt: skip


def rows() -> Iterator[Row]:
    """Each count in fresh processes: one for time, one for memory."""
    with _s3() as endpoint:
        for count in (FEW, MANY):
            ours, copy = _process("time", count, endpoint)
            yield Row(f"archive {count:,} contracts of 200 kB / a plain copy through S3", ours, copy, "ms", 1.15)
        growth = {count: _process("memory", count, endpoint)[0] for count in (FEW, MANY)}
    yield Row(f"growth of peak memory, {MANY:,} contracts / the most allowed", growth[MANY], MOST_MEGABYTES, "MB", 1.0)
    yield Row(f"growth of peak memory, {MANY:,} contracts / {FEW}", growth[MANY], growth[FEW], "MB", 1.0)


@contextmanager
def _s3() -> Iterator[str]:
    server = subprocess.Popen([sys.executable, "-m", "tests.bench.plain_s3"], stdout=subprocess.PIPE, text=True)
    try:
        assert server.stdout
        yield f"http://127.0.0.1:{int(server.stdout.readline())}"
    finally:
        server.terminate()
        server.wait()


def _process(what: str, count: int, endpoint: str) -> list[float]:
    access = {"AWS_ACCESS_KEY_ID": "bench", "AWS_SECRET_ACCESS_KEY": "bench", "AWS_DEFAULT_REGION": "us-east-1"}
    ran = subprocess.run(
        [sys.executable, "-m", "tests.bench.archives", what, str(count)], check=True, stdout=subprocess.PIPE,
        text=True, env=os.environ | access | {"AWS_ENDPOINT_URL": endpoint},
    )  # fmt: skip
    told: list[float] = json.loads(ran.stdout)
    return told


def _time(s3: Any, members: list[Member]) -> list[float]:
    read = reading_from(s3, bucket="contracts")

    def copy() -> None:
        with MultipartUpload(s3, bucket="files", key="copy", content_type="application/zip") as upload:
            for member in members:
                for piece in read(member):
                    upload.write(piece)

    return list(interleaved(lambda: _archive(s3, members), copy, rounds=ROUNDS[len(members)]))


def _memory(s3: Any, members: list[Member]) -> list[float]:
    """Megabytes over what the process had with its client made and the records read."""
    _archive(s3, members[:1])
    before = _peak()
    _archive(s3, members)
    return [_peak() - before]


def _peak() -> float:
    # What getrusage tells begins with the peak of the process that started this one, which may be higher than any here.
    status = Path("/proc/self/status").read_text()
    return int(re.search(r"VmHWM:\s+(\d+) kB", status).group(1)) / 1024  # type: ignore[union-attr]


def _archive(s3: Any, members: list[Member]) -> None:
    store_archive(members, read=reading_from(s3, bucket="contracts"), s3=s3, bucket="files", key="zip")


def main(what: str, count: str) -> None:
    members = [Member(**{**MEMBER.__dict__, "contract_id": f"C{number:05}"}) for number in range(int(count))]
    s3 = aws.client("s3", Config(signature_version="s3v4", s3={"addressing_style": "path"}))
    sys.stdout.write(json.dumps({"time": _time, "memory": _memory}[what](s3, members)))


if __name__ == "__main__":
    main(*sys.argv[1:])

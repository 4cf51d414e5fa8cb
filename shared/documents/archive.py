"""The Zip of all contracts of an account: built in bounded memory, each contract checked by SHA-256 on the way."""

import csv
import hashlib
import json
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from io import BytesIO, TextIOWrapper
from typing import Any

from shared.documents.upload import MultipartUpload
from shared.documents.zipstream import EntryDiffers, Write, ZipWriter

INDEX_NAME = "contracts.csv"
FORMAT = 1
"""Part of the name of an archive: raised when the same contracts would give other bytes."""

CHUNK_BYTES = 1024 * 1024
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")


class MemberAltered(RuntimeError):
    """A stored contract is not the one on record. The archive is given up; `contract_id` says which it was."""

    def __init__(self, contract_id: str) -> None:
        super().__init__(f"contract {contract_id} differs from its record")
        self.contract_id = contract_id


@dataclass(frozen=True, kw_only=True)
class Member:
    """One sealed contract as its record has it: what is stored where, and what the index says of it."""

    contract_id: str
    key: str
    version_id: str
    size_bytes: int
    sha256: str
    crc32: int
    order_id: str
    sku: str
    quantity: int
    signer_name: str
    signed_at: str
    document_sha256: str
    term_starts_on: str = ""
    term_ends_before: str = ""


Read = Callable[[Member], Iterator[bytes]]

INDEX_COLUMNS = (
    "contract_id", "order_id", "sku", "quantity", "signer_name", "signed_at", "term_starts_on", "term_ends_before",
    "document_sha256", "sha256", "size_bytes",
)  # fmt: skip


def archive_key(members: Iterable[Member], *, prefix: str = "archives/") -> str:
    """The object's name, made from what it will hold: the same set is found again and not built twice."""
    ordered = [asdict(member) for member in _in_order(members)]
    text = json.dumps([FORMAT, ordered], sort_keys=True, separators=(",", ":"))
    return f"{prefix}{hashlib.sha256(text.encode()).hexdigest()}.zip"


def build_archive(members: Iterable[Member], *, read: Read, write: Write) -> None:
    """Writes the Zip in order of contract id, the index last. Raises MemberAltered."""
    zipped = ZipWriter(write)
    index = BytesIO()
    rows = csv.writer(TextIOWrapper(index, "utf-8", newline="", write_through=True), quoting=csv.QUOTE_ALL)
    rows.writerow(("file", *INDEX_COLUMNS))
    for member in _in_order(members):
        name = f"{member.contract_id}.pdf"
        _add(zipped, name, member, read)
        rows.writerow((name, *(harmless(str(getattr(member, column))) for column in INDEX_COLUMNS)))
    text = index.getvalue()
    zipped.add(INDEX_NAME, [text], size=len(text), crc32=zlib.crc32(text))
    zipped.close()


def store_archive(members: Iterable[Member], *, read: Read, s3: Any, bucket: str, key: str) -> None:
    """Builds the Zip straight into an S3 object. When anything fails, no object and no upload is left."""
    with MultipartUpload(s3, bucket=bucket, key=key, content_type="application/zip") as upload:
        build_archive(members, read=read, write=upload.write)


def reading_from(s3: Any, *, bucket: str) -> Read:
    """Reads members from S3 by their version, so that a later version of the key is never served."""

    def read(member: Member) -> Iterator[bytes]:
        found = s3.get_object(Bucket=bucket, Key=member.key, VersionId=member.version_id)
        chunks: Iterator[bytes] = found["Body"].iter_chunks(CHUNK_BYTES)
        return chunks

    return read


def harmless(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(FORMULA_STARTS) else cell


def _in_order(members: Iterable[Member]) -> list[Member]:
    ordered = sorted(members, key=lambda member: member.contract_id)
    if len({member.contract_id for member in ordered}) < len(ordered):
        raise ValueError("a contract is in the archive twice")
    return ordered


def _add(zipped: ZipWriter, name: str, member: Member, read: Read) -> None:
    try:
        zipped.add(name, _hashed(member, read(member)), size=member.size_bytes, crc32=member.crc32)
    except EntryDiffers as error:
        raise MemberAltered(member.contract_id) from error


def _hashed(member: Member, content: Iterable[bytes]) -> Iterator[bytes]:
    digest = hashlib.sha256()
    for piece in content:
        digest.update(piece)
        yield piece
    if digest.hexdigest() != member.sha256:
        raise MemberAltered(member.contract_id)

"""Writes a Zip front to back, with sizes and checksums in front of each entry, so that every reader can follow.

Entries are stored, not compressed: PDFs hardly shrink, and what was sealed stays recognizable byte for byte. Without
data descriptors, since some readers refuse a stored entry that has one (APPNOTE 6.3.10, 4.3.7 and 4.4.4).
"""

import struct
import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass

Write = Callable[[bytes], None]

FIXED_TIME = 0
FIXED_DATE = (1 << 5) | 1
"""Midnight of 1 January 1980, the first that the format knows: the same content gives the same bytes."""

VERSION, VERSION_64 = 20, 45
MADE_ON_UNIX = 3 << 8
READABLE_FILE = 0o100644 << 16
UTF_8_NAME = 1 << 11
LIMIT_32, LIMIT_16 = 0xFFFFFFFF, 0xFFFF


class EntryDiffers(ValueError):
    """What was written is not what the entry announced."""


@dataclass(frozen=True)
class Entry:
    name: str
    size: int
    crc32: int
    offset: int


class ZipWriter:
    """`write` gets the bytes in order. Entries larger than 4 GiB are refused; the file as a whole may be."""

    def __init__(self, write: Write) -> None:
        self._write = write
        self._at = 0
        self._entries: list[Entry] = []

    def add(self, name: str, content: Iterable[bytes], *, size: int, crc32: int) -> None:
        """One entry. Raises EntryDiffers at the first byte too many, or at the end."""
        entry = Entry(name, size, crc32, self._at)
        self._emit(_local_header(entry))
        seen, checksum = 0, 0
        for piece in content:
            seen, checksum = seen + len(piece), zlib.crc32(piece, checksum)
            if seen > size:
                raise EntryDiffers(name)
            self._emit(piece)
        if (seen, checksum) != (size, crc32):
            raise EntryDiffers(name)
        self._entries.append(entry)

    def close(self) -> None:
        """Writes the directory, without which there is no Zip."""
        start = self._at
        for entry in self._entries:
            self._emit(_directory_header(entry))
        self._emit(_end(len(self._entries), size=self._at - start, offset=start))

    def _emit(self, data: bytes) -> None:
        self._write(data)
        self._at += len(data)


def _local_header(entry: Entry) -> bytes:
    if entry.size >= LIMIT_32:
        raise ValueError(f"{entry.name} has {entry.size} bytes, more than an entry can hold")
    return struct.pack("<4sH", b"PK\3\4", VERSION) + _common(entry, extra=b"") + entry.name.encode()


def _directory_header(entry: Entry) -> bytes:
    far = entry.offset >= LIMIT_32
    extra = struct.pack("<HHQ", 1, 8, entry.offset) if far else b""
    return b"".join(
        (
            struct.pack("<4sHH", b"PK\1\2", MADE_ON_UNIX | VERSION_64, VERSION_64 if far else VERSION),
            _common(entry, extra=extra),
            struct.pack("<HHHII", 0, 0, 0, READABLE_FILE, LIMIT_32 if far else entry.offset),
            entry.name.encode(),
            extra,
        )
    )


def _common(entry: Entry, *, extra: bytes) -> bytes:
    flags = 0 if entry.name.isascii() else UTF_8_NAME
    lengths = len(entry.name.encode()), len(extra)
    return struct.pack("<HHHHIIIHH", flags, 0, FIXED_TIME, FIXED_DATE, entry.crc32, entry.size, entry.size, *lengths)


def _end(count: int, *, size: int, offset: int) -> bytes:
    record_64 = b""
    if count >= LIMIT_16 or size >= LIMIT_32 or offset >= LIMIT_32:
        versions = MADE_ON_UNIX | VERSION_64, VERSION_64
        record_64 = struct.pack("<4sQHHIIQQQQ", b"PK\6\6", 44, *versions, 0, 0, count, count, size, offset)
        record_64 += struct.pack("<4sIQI", b"PK\6\7", 0, offset + size, 1)
    short_count, short_size, short_offset = min(count, LIMIT_16), min(size, LIMIT_32), min(offset, LIMIT_32)
    return record_64 + struct.pack("<4sHHHHIIH", b"PK\5\6", 0, 0, short_count, short_count, short_size, short_offset, 0)

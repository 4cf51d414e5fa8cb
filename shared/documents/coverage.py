"""Which characters the pinned fonts have a glyph for; run as a module, it prints `coverage.txt` anew.

The list is kept as text beside the code, so that who checks a name needs no font file. A test compares it with the
installed fonts.
"""

import struct
import sys
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path

from shared.documents.fonts import FONT_PACKAGES, font_files

WINDOWS_UNICODE = {(3, 1), (3, 10), (0, 3), (0, 4), (0, 6)}


def characters_of(font: Path) -> set[int]:
    """Code points with a glyph other than .notdef, read from the `cmap` table (OpenType, formats 4 and 12)."""
    data = font.read_bytes()
    cmap = _table(data, b"cmap")
    (count,) = struct.unpack_from(">H", cmap, 2)
    found: set[int] = set()
    for index in range(count):
        platform, encoding, offset = struct.unpack_from(">HHI", cmap, 4 + 8 * index)
        if (platform, encoding) in WINDOWS_UNICODE:
            found.update(_subtable(cmap[offset:]))
    return found


def _table(data: bytes, tag: bytes) -> bytes:
    (count,) = struct.unpack_from(">H", data, 4)
    for index in range(count):
        name, _, offset, length = struct.unpack_from(">4sIII", data, 12 + 16 * index)
        if name == tag:
            return data[offset : offset + length]
    raise ValueError(f"the font has no {tag.decode()} table")


def _subtable(table: bytes) -> Iterator[int]:
    (form,) = struct.unpack_from(">H", table)
    if form == 4:
        yield from _format_4(table)
    elif form == 12:
        (groups,) = struct.unpack_from(">I", table, 12)
        for start, end, glyph in struct.iter_unpack(">III", table[16 : 16 + 12 * groups]):
            yield from range(start + (glyph == 0), end + 1)


def _format_4(table: bytes) -> Iterator[int]:
    (doubled,) = struct.unpack_from(">H", table, 6)
    ends, starts, deltas, offsets = (
        struct.unpack_from(f">{doubled // 2}H", table, 14 + doubled * part + (2 if part else 0)) for part in range(4)
    )
    offsets_at = 16 + 3 * doubled
    for segment, (start, end) in enumerate(zip(starts, ends, strict=True)):
        for code in range(start, min(end, 0xFFFE) + 1):
            glyph = code
            if offsets[segment]:
                at = offsets_at + 2 * segment + offsets[segment] + 2 * (code - start)
                (glyph,) = struct.unpack_from(">H", table, at)
                if not glyph:
                    continue
            if (glyph + deltas[segment]) % 0x10000:
                yield code


def ranges(codes: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Code points as runs of `(first, last)`, rising."""
    ordered = sorted(codes)
    breaks = [index for index, (one, two) in enumerate(pairwise(ordered), 1) if two != one + 1]
    for start, end in pairwise([0, *breaks, len(ordered)]):
        yield ordered[start], ordered[end - 1]


def as_text() -> str:
    """Runs of the fonts together, in hexadecimal: gap since the last run, and length less one where not zero."""
    files = [path for package in FONT_PACKAGES for path in font_files(package) if "Italic" not in path.name]
    parts, at = [], 0
    for first, last in ranges(set().union(*map(characters_of, files))):
        parts.append(f"{first - at:x}" + (f"-{last - first:x}" if last > first else ""))
        at = last
    return "\n".join(" ".join(parts[row : row + 24]) for row in range(0, len(parts), 24)) + "\n"


if __name__ == "__main__":
    sys.stdout.write(as_text())

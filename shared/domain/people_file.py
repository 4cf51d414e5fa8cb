"""The CSV file that people are imported from: encoding, delimiter, columns, and rows with their line (DESIGN 4)."""

import codecs
import csv
import io
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

COLUMNS = ("username", "name", "email", "jobs_sku", "jobs_role", "sales_sku", "sales_role")
DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab"}
MOST_ROWS = 1000
MOST_BYTES = 1024 * 1024
MOST_NAMED = 10

_MARK = "\N{REPLACEMENT CHARACTER}".encode()
_UTF8 = "utf-8-sig"
_BEGINNINGS = {
    codecs.BOM_UTF32_LE: "UTF-32", codecs.BOM_UTF32_BE: "UTF-32", b"\x2b\x2f\x76": "UTF-7",
    codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16",
}  # fmt: skip
"""How a file begins, longest first: the two that can be read in lower case."""


class NotAPeopleFile(Exception):
    """The file as a whole cannot be taken; the message says why and what would do."""


class _Misquoted(NotAPeopleFile):
    """A quotation mark stands where no cell begins or ends, or a cell has no end: in the file, or as it was split."""


@dataclass(frozen=True)
class PersonRow:
    """One row: its line in the file (the header's is 1), and its cells by column; None where they do not fit them."""

    line: int
    cells: Mapping[str, str] | None


def rows_of(data: bytes) -> Iterator[PersonRow]:
    """The rows of a file, read as they are asked for. Raises NotAPeopleFile, on the way too."""
    if len(data) > MOST_BYTES:
        raise NotAPeopleFile("takes at most 1 MiB")
    data = _as_sent(data)
    encoding = _encoding(data)
    delimiter, header = _header(data, encoding)
    records = _records(data, encoding, delimiter)
    next(records)
    for number, (line, cells) in enumerate(records):
        if number == MOST_ROWS:
            raise NotAPeopleFile(f"takes at most {MOST_ROWS:,} rows; split the file")
        yield PersonRow(line, _by_column(header, cells))


def _as_sent(data: bytes) -> bytes:
    """The bytes of a UTF-16 file that a gateway has read as UTF-8 on the way, putting a mark for what it could not."""
    if not data.startswith(_MARK * 2):
        return data
    rest = data.removeprefix(_MARK * 2)
    if _MARK in rest:
        raise NotAPeopleFile("is UTF-16, which is lost as text/csv; save it as UTF-8, or send application/octet-stream")
    # The marks stand for a byte order mark; the header that follows it is ASCII.
    return (codecs.BOM_UTF16_LE if rest[1:2] == b"\0" else codecs.BOM_UTF16_BE) + rest


def _encoding(data: bytes) -> str:
    found = next((name for mark, name in _BEGINNINGS.items() if data.startswith(mark)), _UTF8)
    if found not in (_UTF8, "utf-16"):
        raise NotAPeopleFile(f"is {found}; save it as UTF-8")
    if found == _UTF8 and b"\0" in data[:64]:
        raise NotAPeopleFile("looks like UTF-16 without a byte order mark; save it as UTF-8")
    return found


def _header(data: bytes, encoding: str) -> tuple[str, list[str]]:
    """The delimiter under which the first line holds the columns, and these in the file's order."""
    found = {delimiter: _first(data, encoding, delimiter) for delimiter in DELIMITERS}
    for delimiter, header in found.items():
        if sorted(header) == sorted(COLUMNS):
            return delimiter, header
    best = max(found.values(), key=lambda header: len(set(header) & set(COLUMNS)))
    if not set(best) & set(COLUMNS) or len(best) == 1:
        names = ", ".join(DELIMITERS.values())
        raise NotAPeopleFile(f"must begin with the line {','.join(COLUMNS)}; delimiters are {names}")
    lacking = [column for column in COLUMNS if column not in best]
    times = Counter(best)
    other = [column[:40] for column in best if column not in COLUMNS or times[column] > 1][:MOST_NAMED]
    raise NotAPeopleFile(f"has a header that lacks {_listed(lacking)} and holds {_listed(other)} besides")


def _first(data: bytes, encoding: str, delimiter: str) -> list[str]:
    try:
        header = next((cells for _, cells in _records(data, encoding, delimiter)), [])
    except _Misquoted:
        return []
    # Spreadsheets write columns that were once used and are empty now.
    while header and not header[-1]:
        header.pop()
    return header


def _records(data: bytes, encoding: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Records with the line they begin on, blank ones left out."""
    text = io.TextIOWrapper(io.BytesIO(data), encoding=encoding, newline="")
    reader = csv.reader(text, delimiter=delimiter, strict=True, skipinitialspace=True)
    line = 1
    try:
        for record in reader:
            cells = [cell.strip() for cell in record]
            if any("\N{REPLACEMENT CHARACTER}" in cell for cell in cells):
                raise NotAPeopleFile(f"was not UTF-8 when it was sent, on line {line}; save it as UTF-8")
            if any(cells):
                yield line, cells
            line = reader.line_num + 1
    except UnicodeDecodeError as fault:
        raise NotAPeopleFile(_undecodable(data, encoding)) from fault
    except csv.Error as fault:
        raise _Misquoted(f"has {_misplaced(fault)} in the row on line {line}") from fault


def _misplaced(fault: csv.Error) -> str:
    # The reader's errors differ by their words alone.
    if str(fault).startswith("field larger"):
        return f"a cell of over {csv.field_size_limit():,} characters"
    return "a quotation mark out of place"


def _undecodable(data: bytes, encoding: str) -> str:
    if encoding == "utf-16":
        return "breaks off inside a character of UTF-16; save it as UTF-8"
    # The reader decodes in pieces; only the whole tells where.
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as fault:
        line = data.count(b"\n", 0, fault.start) + 1
        return f"is not UTF-8 on line {line} (byte {data[fault.start]:#04x}; perhaps Windows-1252); save it as UTF-8"
    return "is not UTF-8; save it as UTF-8"


def _by_column(header: list[str], cells: list[str]) -> Mapping[str, str] | None:
    if len(cells) < len(header) or any(cells[len(header) :]):
        return None
    return dict(zip(header, cells, strict=False))


def _listed(columns: list[str]) -> str:
    return ", ".join(columns) or "nothing"

"""The fields of a company as they come in: in normal form, printable, one line each but for the address."""

import unicodedata
from collections.abc import Callable, Mapping

from shared.documents.printable import is_blank, unprintable
from shared.domain.calendar import is_zone
from shared.email_address import NotAnAddress, checked_address
from shared.errors import Invalid

MOST_LINES = 40


class _Fault(Exception):
    """Why a field cannot be taken."""


def checked_fields(given: Mapping[str, str | None]) -> dict[str, str | None]:
    """The fields in normal form. Invalid names each field that cannot be taken."""
    fields, faults = {}, {}
    for name, value in given.items():
        try:
            fields[name] = None if value is None else _CHECKS[name](value)
        except _Fault as fault:
            faults[name] = str(fault)
    if faults:
        raise Invalid(faults)
    return fields


def _line(text: str) -> str:
    line = unicodedata.normalize("NFC", text).strip(" ")
    if is_blank(line):
        raise _Fault("must not be blank")
    return _printed(line)


def _lines(text: str) -> str:
    # Text fields of browsers end their lines with CR LF.
    lines = [line for line in text.replace("\r\n", "\n").split("\n") if not is_blank(line)]
    if not 1 <= len(lines) <= MOST_LINES:
        raise _Fault(f"takes 1 to {MOST_LINES} lines")
    return "\n".join(_line(line) for line in lines)


def _email(text: str) -> str:
    try:
        return _printed(checked_address(text))
    except NotAnAddress as error:
        raise _Fault(str(error)) from error


def _printed(line: str) -> str:
    if bad := unprintable(line):
        raise _Fault(f"has a character that cannot be printed: {bad}")
    return line


def _zone(text: str) -> str:
    if not is_zone(text):
        raise _Fault("is not an IANA time zone, as Europe/London")
    return text


_CHECKS: dict[str, Callable[[str], str]] = {
    "name": _line, "email": _email, "address": _lines, "time_zone": _zone, "tax_id": _line,
}  # fmt: skip

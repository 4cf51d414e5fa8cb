"""Says which character of a text cannot be printed, before anything is signed; no font and no typesetter is loaded."""

import unicodedata
from bisect import bisect_right
from functools import cache
from pathlib import Path

COVERAGE = Path(__file__).with_name("coverage.txt")

JOINERS = "\u200c\u200d"
"""Zero-width (non-)joiner: how Persian and Devanagari spell, the only invisible characters let through."""

BLANKS = "\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0"
"""Letters by their category, but nothing to see."""

REFUSED_CATEGORIES = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"})
"""Controls (bidi controls are Cf), unassigned, private use, surrogates, line and paragraph separators."""


def unprintable(text: str) -> str | None:
    """The first character that cannot be printed, named as `U+202E RIGHT-TO-LEFT OVERRIDE`, or None.

    A mark cannot where it stands on a symbol, number, punctuation or blank: no font may have the two together.
    """
    if text.isascii() and text.isprintable():
        return None
    before = ""
    for character in text:
        if not _is_printable(character):
            return _named(character)
        if before and _is_a(character, "M") and _is_a(before, "SNPZ"):
            return f"{_named(character)} right behind {_named(before)}, which is no letter"
        before = before if character in JOINERS else character
    return None


def is_blank(text: str) -> bool:
    """Whether there is nothing to see: white space, joiners, and accents that stand on no letter."""
    return all(character in JOINERS or unicodedata.category(character)[0] in "ZM" for character in text)


def printable_form(text: str) -> str:
    """The text with each character that cannot be printed spelled out as `<U+202E>`; for what nobody could refuse."""
    return "".join(character if _is_printable(character) else f"<U+{ord(character):04X}>" for character in text)


def ascii_form(text: str) -> str:
    """The text with each character that is not ASCII spelled out; for characters that cannot be printed together."""
    return "".join(character if " " <= character <= "~" else f"<U+{ord(character):04X}>" for character in text)


def _is_a(character: str, categories: str) -> bool:
    return unicodedata.category(character)[0] in categories


def _is_printable(character: str) -> bool:
    if character in JOINERS:
        return True
    if character in BLANKS or unicodedata.category(character) in REFUSED_CATEGORIES:
        return False
    return _has_glyph(ord(character))


def _has_glyph(code: int) -> bool:
    firsts, lasts = _runs()
    index = bisect_right(firsts, code) - 1
    return index >= 0 and code <= lasts[index]


@cache
def _runs() -> tuple[list[int], list[int]]:
    firsts, lasts, at = [], [], 0
    for part in COVERAGE.read_text("ascii").split():
        gap, _, more = part.partition("-")
        firsts.append(at + int(gap, 16))
        at = firsts[-1] + int(more or "0", 16)
        lasts.append(at)
    return firsts, lasts


def _named(character: str) -> str:
    name = unicodedata.name(character, "") or _CONTROL_NAMES.get(character, "unnamed character")
    return f"U+{ord(character):04X} {name}"


_CONTROL_NAMES = {
    "\0": "NULL",
    "\t": "CHARACTER TABULATION",
    "\n": "LINE FEED",
    "\r": "CARRIAGE RETURN",
    "\x1b": "ESCAPE",
    "\x7f": "DELETE",
    "\x85": "NEXT LINE",
}

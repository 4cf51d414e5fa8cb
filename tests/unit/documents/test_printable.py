import subprocess
import sys
import unicodedata

import pytest

from shared.documents.coverage import as_text
from shared.documents.printable import COVERAGE, unprintable

PRINTABLE = (
    "Ana Pop",
    "D’Arcy, Müller & Söhne",
    '#read("/etc/passwd")',
    "شركة النور للتجارة",
    "אבגד בע״מ",
    "नमस्ते क\u200dष प्राइवेट लिमिटेड",
    "株式会社山田",
    "한국어 주식회사",
    "Łódź Ελλάδα Київ",
    "e\u0301",
)

UNPRINTABLE = {
    "a\u202eb": "U+202E RIGHT-TO-LEFT OVERRIDE",
    "a\u2066b": "U+2066 LEFT-TO-RIGHT ISOLATE",
    "a\u200eb": "U+200E LEFT-TO-RIGHT MARK",
    "Acme\r\nBcc: x@example.org": "U+000D CARRIAGE RETURN",
    "tab\there": "U+0009 CHARACTER TABULATION",
    "nothing\x00": "U+0000 NULL",
    "smile 😀": "U+1F600 GRINNING FACE",
    "ไทย": "U+0E44 THAI CHARACTER SARA AI MAIMALAI",
    "\ufeffAcme": "U+FEFF ZERO WIDTH NO-BREAK SPACE",
    "half \ud83d": "U+D83D unnamed character",
    "private \ue000": "U+E000 unnamed character",
    "blank \u3164": "U+3164 HANGUL FILLER",
    "\u00c6\u08e1\U0001f223\u0361": (
        "U+0361 COMBINING DOUBLE INVERTED BREVE right behind U+1F223 SQUARED CJK UNIFIED IDEOGRAPH-8CA9, "
        "which is no letter"
    ),
    "No. 1\u200d\u0301": "U+0301 COMBINING ACUTE ACCENT right behind U+0031 DIGIT ONE, which is no letter",
}


@pytest.mark.parametrize("text", PRINTABLE)
def test_names_of_many_scripts_can_be_printed(text: str) -> None:
    assert unprintable(text) is None


@pytest.mark.parametrize(("text", "named"), UNPRINTABLE.items())
def test_the_character_that_cannot_be_printed_is_named(text: str, named: str) -> None:
    assert unprintable(text) == named


def test_what_ends_a_line_is_not_printed() -> None:
    assert unprintable("one\ntwo") == "U+000A LINE FEED"
    assert unprintable("one\r\ntwo") == "U+000D CARRIAGE RETURN"


def test_every_bidi_control_is_refused() -> None:
    bidi = {"LRE", "RLE", "PDF", "LRO", "RLO", "LRI", "RLI", "FSI", "PDI"}
    controls = [chr(code) for code in range(0x3000) if unicodedata.bidirectional(chr(code)) in bidi]
    assert len(controls) == 9
    assert all(unprintable(control) for control in [*controls, "\u200e", "\u200f", "\u061c"])


def test_the_stored_coverage_is_that_of_the_pinned_fonts() -> None:
    assert COVERAGE.read_text("ascii") == as_text()


def test_a_check_loads_no_typesetter_and_no_font() -> None:
    code = (
        "import sys; from shared.documents.printable import unprintable; unprintable('é');"
        "print(sorted({'typst', 'pyhanko', 'shared.documents.fonts'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"

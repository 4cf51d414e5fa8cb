"""Turns values and a typst source of this folder into a PDF/A-2a + PDF/UA-1 file; the same values, the same bytes."""

import json
import threading
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from shared.documents.fonts import font_folders

if TYPE_CHECKING:
    import typst

SOURCES = Path(__file__).parent
STANDARDS: list["typst.PDFStandard"] = ["a-2a", "ua-1"]

_one_at_a_time = threading.Lock()


class NotTypeset(RuntimeError):
    """The typesetter refused the document; values with characters that no font has end here too."""


def typeset(source: str, values: dict[str, Any], *, dated: date) -> bytes:
    """The PDF of a source with these values, which reach it as JSON and never as markup.

    `dated` is the file's own date, so that no clock is read. Raises NotTypeset.
    """
    import typst  # only who typesets needs the library; the values of documents are read in many functions

    inputs = {"document": json.dumps(values, ensure_ascii=False, sort_keys=True)}
    stamp = datetime(dated.year, dated.month, dated.day, tzinfo=UTC)
    try:
        with _one_at_a_time:
            pdf = _compiler(source).compile(format="pdf", sys_inputs=inputs, pdf_standards=STANDARDS, timestamp=stamp)
    except typst.TypstError as error:
        raise NotTypeset(f"{source}: {error.message}") from error
    return cast(bytes, pdf)


@cache
def _compiler(source: str) -> "typst.Compiler":
    import typst

    path = SOURCES / source
    return typst.Compiler(str(path), root=str(SOURCES), font_paths=_fonts(), ignore_system_fonts=True)


@cache
def _fonts() -> "typst.Fonts":
    """Kept for the life of the process: finding the fonts costs ten times what a page costs."""
    import typst

    folders: list[str] = [str(folder) for folder in font_folders()]
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=folders)

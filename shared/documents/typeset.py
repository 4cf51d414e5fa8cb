"""Turns values and a typst source of this folder into a PDF/A-2a + PDF/UA-1 file, the same bytes for the same values."""

import json
import threading
from datetime import date, datetime, timezone
from functools import cache
from pathlib import Path
from typing import Any

import typst

from shared.documents.fonts import font_folders

SOURCES = Path(__file__).parent
STANDARDS: list["typst.PDFStandard"] = ["a-2a", "ua-1"]

_one_at_a_time = threading.Lock()


class NotTypeset(RuntimeError):
    """The typesetter refused the document; values with characters that no font has end here too."""


@cache
def _fonts() -> typst.Fonts:
    """Kept for the life of the process: finding the fonts costs ten times what a page costs."""
    folders = [str(folder) for folder in font_folders()]
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=folders)


@cache
def _compiler(source: str) -> typst.Compiler:
    path = SOURCES / source
    return typst.Compiler(str(path), root=str(SOURCES), font_paths=_fonts(), ignore_system_fonts=True)


def typeset(source: str, values: dict[str, Any], *, dated: date) -> bytes:
    """The PDF of a source with these values, which reach it as JSON and never as markup.

    `dated` is the file's own date, so that no clock is read. Raises NotTypeset.
    """
    inputs = {"document": json.dumps(values, ensure_ascii=False, sort_keys=True)}
    stamp = datetime(dated.year, dated.month, dated.day, tzinfo=timezone.utc)
    try:
        with _one_at_a_time:
            pdf = _compiler(source).compile(format="pdf", sys_inputs=inputs, pdf_standards=STANDARDS, timestamp=stamp)
    except typst.TypstError as error:
        raise NotTypeset(f"{source}: {error.message}") from error
    assert isinstance(pdf, bytes)
    return pdf

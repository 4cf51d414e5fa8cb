"""Reads a PDF back: its text as a person sees it, page by page."""

import re
from io import BytesIO

from pypdf import PdfReader


def page_texts(pdf: bytes) -> list[str]:
    return [flat(page.extract_text()) for page in PdfReader(BytesIO(pdf)).pages]


def text_of(pdf: bytes) -> str:
    return " ".join(page_texts(pdf))


def flat(text: str) -> str:
    """Without line breaks, so that a sentence is found wherever its lines end."""
    return re.sub(r"\s+", " ", text)

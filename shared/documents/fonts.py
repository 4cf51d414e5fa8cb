"""The fonts that documents are set in: files of pinned packages, found without importing them."""

from importlib.util import find_spec
from pathlib import Path

FONT_PACKAGES: tuple[str, ...] = (
    "fontpkg_noto_sans",
    "fontpkg_noto_sans_arabic",
    "fontpkg_noto_sans_devanagari",
    "fontpkg_heebo",
    "cvttf_NotoSansCJK_Regular",
)
"""In the order in which a character looks for its glyph; Heebo is there for Hebrew."""

HANDWRITING_PACKAGE = "fontpkg_caveat"


class FontMissing(RuntimeError):
    """A pinned font package is not installed; without it a document would silently look different."""


def font_files(package: str) -> list[Path]:
    """The font files of one package, sorted by name."""
    spec = find_spec(package)
    places = spec.submodule_search_locations if spec else None
    files = sorted(path for place in places or () for path in Path(place).rglob("*.[ot]tf"))
    if not files:
        raise FontMissing(package)
    return files


def font_folders() -> list[Path]:
    """Where the typesetter looks, and nowhere else."""
    return sorted({path.parent for package in (*FONT_PACKAGES, HANDWRITING_PACKAGE) for path in font_files(package)})

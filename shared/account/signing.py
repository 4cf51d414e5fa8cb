"""Signatures as they come in: typed or drawn, checked, and told apart from one another (DESIGN 3, Signature)."""

import hashlib
import json
import unicodedata
import zlib
from dataclasses import dataclass

from shared.documents.printable import is_blank, unprintable
from shared.errors import Invalid

MOST_STROKES, MOST_POINTS = 100, 5000
PAD_WIDTH, PAD_HEIGHT = 1000, 400


@dataclass(frozen=True)
class Signature:
    """What a person signs with: the name they sign as, and that name typed or strokes on the pad."""

    signer_name: str
    document_sha256: str
    typed_name: str | None = None
    strokes: list[list[list[int]]] | None = None

    @property
    def sha256(self) -> str:
        """Equal signatures have equal hashes."""
        parts = [self.signer_name, self.document_sha256, self.typed_name, self.strokes]
        return hashlib.sha256(json.dumps(parts).encode()).hexdigest()

    def packed_strokes(self) -> bytes | None:
        """The strokes, small enough for one item."""
        return None if self.strokes is None else zlib.compress(json.dumps(self.strokes).encode())


def checked_signature(given: Signature, *, under: str = "") -> Signature:
    """The signature in normal form. Invalid names the field, below `under`."""
    signer_name = _normal(given.signer_name)
    typed_name = None if given.typed_name is None else _normal(given.typed_name)
    field, message = _fault(signer_name, typed_name, given.strokes)
    if field:
        raise Invalid({f"{under}{field}": message})
    return Signature(signer_name, given.document_sha256, typed_name, given.strokes)


def _fault(signer_name: str, typed_name: str | None, strokes: list[list[list[int]]] | None) -> tuple[str, str]:
    if is_blank(signer_name):
        return "signer_name", "must not be blank"
    if bad := unprintable(signer_name):
        return "signer_name", f"has a character that cannot be printed: {bad}"
    if typed_name is not None and strokes is not None:
        return "strokes", "cannot go together with typed_name; send one of the two"
    if strokes is not None:
        return _stroke_fault(strokes)
    if typed_name is None:
        return "typed_name", "is missing; send it or strokes"
    return ("typed_name", "must equal signer_name") if typed_name != signer_name else ("", "")


def _stroke_fault(strokes: list[list[list[int]]]) -> tuple[str, str]:
    points = [point for stroke in strokes for point in stroke]
    if not points or len(strokes) > MOST_STROKES or len(points) > MOST_POINTS:
        return "strokes", f"takes 1 to {MOST_STROKES} lists of at most {MOST_POINTS} points in all"
    if any(len(point) != 3 for point in points):
        return "strokes", "takes points as [x, y, t]"
    if any(not (0 <= x <= PAD_WIDTH and 0 <= y <= PAD_HEIGHT and 0 <= t < 2**53) for x, y, t in points):
        return "strokes", f"has a point outside the pad of {PAD_WIDTH} x {PAD_HEIGHT}"
    return "", ""


def _normal(name: str) -> str:
    return unicodedata.normalize("NFC", name).strip()

"""A letter: who is told what about, before it is put into words."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Letter:
    """One mail to one address. `part` tells apart those that one event brings; an order's document goes with some."""

    kind: str
    template: str
    to: str
    values: Mapping[str, Any]
    part: str = ""
    has_document: bool = False


@dataclass(frozen=True)
class Attachment:
    """A PDF that goes with a mail."""

    file_name: str
    content: bytes
    sha256: str

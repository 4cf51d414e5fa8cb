"""What the outside sees of imports."""

from typing import Literal

from pydantic import BaseModel


class ImportCounts(BaseModel):
    """How many rows came to what."""

    added: int
    unchanged: int
    refused: int


class ImportRow(BaseModel):
    """What became of a row. `line` is that of the file, the header's being 1; `code` says why a row is refused."""

    line: int
    username: str
    result: Literal["added", "unchanged", "refused"]
    code: str | None = None
    detail: str | None = None


class ImportOut(BaseModel):
    """An import, and its rows so far. A dry run has no id: nothing of it is kept."""

    import_id: str | None
    status: Literal["running", "done", "dry_run"]
    counts: ImportCounts
    rows: list[ImportRow]

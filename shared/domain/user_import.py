"""An import of people: a file whose rows are worked off in order, each standing or falling alone (DESIGN 4)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Literal

NO_COUNTS: Mapping[str, int] = {"added": 0, "unchanged": 0, "refused": 0}
INLINE_ROWS = 50
"""Imports of so many rows are done before the call is answered; longer ones by a worker."""


@dataclass(frozen=True)
class UserImport:
    """How far an import has come. `done_rows` of `rows` are judged; the file stands under the import's own key."""

    import_id: str
    started_by: str
    started_at: datetime
    rows: int
    done_rows: int = 0
    counts: Mapping[str, int] = field(default_factory=lambda: dict(NO_COUNTS))

    @property
    def status(self) -> Literal["running", "done"]:
        return "done" if self.done_rows == self.rows else "running"

    @property
    def is_inline(self) -> bool:
        return self.rows <= INLINE_ROWS

    def after(self, results: Sequence[str]) -> "UserImport":
        """The import with so many rows more judged."""
        counts = {name: number + results.count(name) for name, number in self.counts.items()}
        return replace(self, done_rows=self.done_rows + len(results), counts=counts)

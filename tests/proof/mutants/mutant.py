"""A planted bug: the text that is put in another's place, and the test that must notice."""

from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[3]


@dataclass(frozen=True)
class Mutant:
    """`before` stands once in `file`; with `after` in its place the test `caught_by` is red."""

    name: str
    file: str
    before: str
    after: str
    caught_by: str

    def stands_in(self, root: Path) -> bool:
        """Whether the text to be replaced is there, once."""
        return (root / self.file).read_text().count(self.before) == 1

    def plant(self, root: Path) -> None:
        path = root / self.file
        path.write_text(path.read_text().replace(self.before, self.after))

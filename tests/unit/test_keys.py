"""Every key is spelled in one place, and the README's chart has a row for each."""

import re
from pathlib import Path

import pytest

from tests.support.template import ROOT

PLACE = ROOT / "shared/store/keys.py"
FILES = sorted(path for floor in ("infra", "shared") for path in (ROOT / floor).rglob("*.py") if path != PLACE)


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_key_is_spelled_elsewhere(path: Path) -> None:
    assert not re.findall(r"""["'][A-Z]+#""", path.read_text())


def test_the_chart_of_entities_has_every_kind_of_key() -> None:
    chart = (ROOT / "README.md").read_text().partition("## Entities")[2].partition("\n## ")[0]
    # As in `A#01J8#ASIDE | e-1#9f86` or `A#01J8 | POOL#jobs-rolling`.
    shown = re.findall(r'^    """(?:A#\w+(?:#([A-Z]+))?|([A-Z]+)\S*) \| ([A-Z]*)', PLACE.read_text(), re.MULTILINE)
    kinds = {part or whole or sort for part, whole, sort in shown}
    assert {"ASIDE", "POOL", "USERNAME", "INVOICE"} <= kinds
    assert not {kind for kind in kinds if not re.search(rf"\b{kind}\b", chart)}

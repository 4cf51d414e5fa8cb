"""One planted bug tried: in a copy of the code, the test that must notice it is run."""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.proof.mutants.mutant import ROOT, Mutant

COPIED = ("functions", "shared", "infra", "tests")
FILES = ("pyproject.toml", "template.yaml")
LONGEST_SECONDS = 300
TESTS_FAILED = 1


def tried(mutant: Mutant) -> str:
    """What came of it: caught, SURVIVES, OUTDATED (nowhere to plant it) or ENDLESS."""
    with tempfile.TemporaryDirectory(prefix="mutant-") as place:
        return _outcome(mutant, _copy(Path(place)))


def _copy(root: Path) -> Path:
    for name in COPIED:
        shutil.copytree(ROOT / name, root / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in FILES:
        shutil.copy(ROOT / name, root / name)
    return root


def _outcome(mutant: Mutant, root: Path) -> str:
    if not mutant.stands_in(root):
        return "OUTDATED"
    mutant.plant(root)
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", mutant.caught_by]
    try:
        run = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False, timeout=LONGEST_SECONDS)
    except subprocess.TimeoutExpired:
        return "ENDLESS"
    # Only a test that failed counts: one that could not even be set up has noticed nothing.
    noticed = run.returncode == TESTS_FAILED and " failed" in run.stdout.splitlines()[-1]
    return "caught" if noticed else "SURVIVES"

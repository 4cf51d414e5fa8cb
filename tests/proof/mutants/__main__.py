"""Plants each bug in a copy and runs the test that must notice it: `python -m tests.proof.mutants [words of names]`."""

import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.proof.mutants import MUTANTS
from tests.proof.mutants.mutant import ROOT, Mutant

COPIED = ("functions", "shared", "infra", "tests")
FILES = ("pyproject.toml", "template.yaml")
AT_ONCE = 2
LONGEST_SECONDS = 300
TESTS_FAILED = 1


def main() -> int:
    chosen = [each for each in MUTANTS if all(word in each.name for word in sys.argv[1:])]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        outcomes = list(pool.map(_tried, chosen))
    caught = outcomes.count("caught")
    print(f"mutants: {caught}/{len(chosen)} caught")
    return 0 if caught == len(chosen) else 1


def _tried(mutant: Mutant) -> str:
    with tempfile.TemporaryDirectory(prefix="mutant-") as place:
        outcome = _outcome(mutant, _copy(Path(place)))
    print(f"{outcome:<9} {mutant.name:<62} {mutant.caught_by.split('::')[-1]}", flush=True)
    return outcome


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
    # Only a test that failed counts: one that could not be run has noticed nothing.
    noticed = run.returncode == TESTS_FAILED and "error" not in run.stdout.splitlines()[-1]
    return "caught" if noticed else "SURVIVES"


if __name__ == "__main__":
    sys.exit(main())

"""Runs the tests of each repair of the embedded AWS without it: `make proof`. Each of them must be red, else it can go.

Name repairs to try only those.
"""

import os
import re
import subprocess
import sys

from infra.local.patches import IN_ORDER
from infra.local.start import ENVIRONMENT_PATCH, WITHOUT
from tests.local.spike import HERE

MARKED = re.compile(r'repair\("(\w+)"\)')


def main() -> int:
    names = sys.argv[1:] or [*IN_ORDER, ENVIRONMENT_PATCH]
    untested = set(IN_ORDER) - {name for path in HERE.glob("test_*.py") for name in MARKED.findall(path.read_text())}
    needless = [name for name in names if not is_needed(name)]
    for name in sorted(untested):
        print(f"{name}: has no test")
    return 1 if needless or untested else 0


def is_needed(name: str) -> bool:
    """Red without it."""
    command = [sys.executable, "-m", "pytest", "-q", "--repair", name, str(HERE)]
    run = subprocess.run(command, env={**os.environ, WITHOUT: name}, capture_output=True, text=True, check=False)
    last = run.stdout.strip().splitlines()[-1]
    is_red = run.returncode == 1 and "passed" not in last
    print(f"{name}: {'red without it' if is_red else 'NOT RED'} ({last})", flush=True)
    return is_red


if __name__ == "__main__":
    sys.exit(main())

"""Cold imports of every API handler from the built code, against a floor: client, resolver, validation, 13 models."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from infra.package import copy_own_code
from tests.bench.measure import Row
from tests.support.template import routes

ROUNDS = 2
FLOOR = """
from typing import Literal
import botocore.session
from aws_lambda_powertools import Logger
from aws_lambda_powertools.event_handler import APIGatewayHttpResolver
from botocore.config import Config
from pydantic import BaseModel
class M0(BaseModel): name: str; number: int; kind: Literal["a", "b"]; maybe: str | None = None
{models}
app = APIGatewayHttpResolver(enable_validation=True)
@app.get("/floor")
def floor() -> M0: return M0(name="x", number=1, kind="a")
logger = Logger(service="floor")
"""
TIMED = "import time; begun = time.process_time(); {what}; print(time.process_time() - begun)"


def rows() -> Iterator[Row]:
    """The worst and the median function. CPU milliseconds of a fresh process, interpreter start not counted."""
    with TemporaryDirectory() as directory:
        built = Path(directory)
        copy_own_code(built)
        models = "\n".join(f"class M{n}(M0): field_{n}: int = {n}" for n in range(1, 13))
        (built / "floor_function.py").write_text(FLOOR.format(models=models))
        found = {module: _ratio(built, module) for module in sorted(set(routes().values()))}
    worst = max(found, key=lambda module: found[module][0] / found[module][1])
    yield Row(f"cold import, worst API function ({worst}) / floor", *found[worst], "ms CPU", 1.1)
    ours, floors = zip(*found.values(), strict=True)
    yield Row("cold import, median API function / floor", median(ours), median(floors), "ms CPU", 1.1)


def _ratio(built: Path, module: str) -> tuple[float, float]:
    pairs = [(_cpu(built, f"import {module}"), _cpu(built, "import floor_function")) for _ in range(ROUNDS)]
    return median(ours for ours, _ in pairs), median(floor for _, floor in pairs)


def _cpu(built: Path, what: str) -> float:
    command = [sys.executable, "-c", f"import sys; sys.path.insert(0, {str(built)!r}); " + TIMED.format(what=what)]
    ran = subprocess.run(command, check=True, capture_output=True, text=True, cwd=built)
    return float(ran.stdout.split()[-1]) * 1000

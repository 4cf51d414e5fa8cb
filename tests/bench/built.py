"""What functions are measured in: own code and libraries as they lie in a Lambda, and a floor beside them."""

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from importlib.metadata import distribution
from pathlib import Path

from infra.package import ROOT, compile_all, copy_own_code

OLDEST = 315532800
"""1980, as in a deployed zip: bytecode that is checked against file times would be thrown away."""
OF_THE_RUNTIME = ("botocore", "python-dateutil", "six", "urllib3")
"""What Lambda's own runtime brings along."""
FLOOR = """
from typing import Literal
from aws_lambda_powertools import Logger
from aws_lambda_powertools.event_handler import APIGatewayHttpResolver
from botocore.session import get_session
from pydantic import BaseModel
class M0(BaseModel): name: str; number: int; kind: Literal["a", "b"]; maybe: str | None = None
{models}
client, logger = get_session().create_client("dynamodb"), Logger(service="floor")
app = APIGatewayHttpResolver(enable_validation=True)
@app.get("/floor")
def floor() -> M0: return M0(name="x", number=1, kind="a")
def handler(event, context): return app.resolve(event, context)
"""
MODELS = 13


@dataclass(frozen=True)
class Built:
    """Where code and libraries lie."""

    code: Path
    libraries: Path

    def run(self, *arguments: str, **more: str) -> str:
        """Run Python on them alone; what it writes to standard error."""
        environment = {"PATH": os.defpath, "PYTHONPATH": f"{self.code}:{self.libraries}", **more}
        ran = subprocess.run(
            [sys.executable, "-S", "-P", *arguments], cwd=self.code, env=environment, text=True, check=False,
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
        )  # fmt: skip
        assert ran.returncode == 0, ran.stderr
        return ran.stderr


def build(directory: Path) -> Built:
    """Code and libraries, compiled as they are shipped, read-only and of 1980."""
    built = Built(directory / "code", directory / "libraries")
    copy_own_code(built.code)
    models = "\n".join(f"class M{number}(M0): field_{number}: int = {number}" for number in range(1, MODELS))
    (built.code / "floor.py").write_text(FLOOR.format(models=models))
    for name in (*_pinned("lambda"), *_pinned("documents"), *OF_THE_RUNTIME):
        _copy(name, built.libraries)
    for part in (built.code, built.libraries):
        compile_all(part, python=sys.executable)
        _age(part)
    return built


def _pinned(layer: str) -> set[str]:
    text = (ROOT / "requirements" / f"{layer}.txt").read_text()
    return {match[1] for line in text.splitlines() if "win32" not in line and (match := re.match(r"([\w.-]+)==", line))}


def _copy(name: str, target: Path) -> None:
    """A library's files out of this environment; what is no code is only linked."""
    found = distribution(name)
    for file in found.files or []:
        source = Path(str(found.locate_file(file)))
        if ".." in file.parts or file.suffix == ".pyc":
            continue
        copied = target / file
        copied.parent.mkdir(parents=True, exist_ok=True)
        if file.suffix == ".py":
            shutil.copyfile(source, copied)
        elif not copied.exists():
            copied.symlink_to(source)


def _age(part: Path) -> None:
    for path in sorted(part.rglob("*"), reverse=True):
        if not path.is_symlink():
            os.utime(path, (OLDEST, OLDEST))
            path.chmod(0o555 if path.is_dir() else 0o444)

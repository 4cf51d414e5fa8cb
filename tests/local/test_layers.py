"""The layers hold all that the functions import; here, where everything is installed, nobody would notice otherwise.

Stands in for the layers, which take minutes to install: a directory with links to the very packages they consist of.
"""

import importlib.metadata
import re
import subprocess
import sys
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from samtranslator.yaml_helper import yaml_parse

from infra.local.stack import ROOT

PINNED = re.compile(r"^([a-z0-9].*==[^\\]*)", re.MULTILINE)
# What the runtime on AWS brings along.
OF_THE_RUNTIME = ("boto3", "botocore", "s3transfer", "jmespath", "urllib3", "python-dateutil", "six")
IMPORT_ALL = "import importlib, sys; [importlib.import_module(name) for name in sys.argv[1:]]"
LAYERS = {"LibrariesLayer": "lambda.txt", "DocumentsLayer": "documents.txt"}


def handlers_by_layers() -> dict[tuple[str, ...], list[str]]:
    template = yaml_parse((ROOT / "template.yaml").read_text())
    of_all = template["Globals"]["Function"]["Layers"]
    found: dict[tuple[str, ...], list[str]] = {}
    for resource in template["Resources"].values():
        if resource["Type"] == "AWS::Serverless::Function":
            layers = tuple(layer["Ref"] for layer in of_all + resource["Properties"].get("Layers", []))
            module, _, _ = resource["Properties"]["Handler"].rpartition(".")
            found.setdefault(layers, []).append(module)
    return found


def distributions(layer: str) -> list[str]:
    pinned = map(Requirement, PINNED.findall((ROOT / "requirements" / LAYERS[layer]).read_text()))
    return [each.name for each in pinned if each.marker is None or each.marker.evaluate()]


def link_packages(directory: Path, names: list[str]) -> None:
    for name in names:
        distribution = importlib.metadata.distribution(name)
        for top in {file.parts[0] for file in distribution.files or []} - {".."}:
            if not (directory / top).exists():
                (directory / top).symlink_to(Path(str(distribution.locate_file(top))))


def environment() -> dict[str, str]:
    variables = yaml_parse((ROOT / "template.yaml").read_text())["Globals"]["Function"]["Environment"]["Variables"]
    given = {name: value if isinstance(value, str) else "there" for name, value in variables.items()}
    return {"AWS_DEFAULT_REGION": "us-east-1", **given}


@pytest.mark.parametrize("layers", handlers_by_layers(), ids="+".join)
def test_every_function_imports_with_its_own_layers_alone(layers: tuple[str, ...], tmp_path: Path) -> None:
    link_packages(tmp_path, [name for layer in layers for name in distributions(layer)] + list(OF_THE_RUNTIME))
    start = f"import sys; sys.path[:0] = [{str(ROOT)!r}, {str(tmp_path)!r}]; {IMPORT_ALL}"
    command = [sys.executable, "-I", "-S", "-c", start, *handlers_by_layers()[layers]]
    run = subprocess.run(command, capture_output=True, text=True, env=environment(), check=False)
    assert run.returncode == 0, run.stderr

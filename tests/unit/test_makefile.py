"""What `make` builds for, and when it installs: on a copy, with a Python that only says what it is asked."""

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.support.template import ROOT

SAYS = '#!/bin/sh\necho "$@"\n'
SETTINGS = """
[default.global.parameters]
parameter_overrides = "Stage=dev Runtime=python3.12"

[prod.global.parameters]
parameter_overrides = "Stage=prod Runtime=python3.11 LockMode=COMPLIANCE"

[prod.deploy.parameters]
capabilities = ["CAPABILITY_IAM"]
"""


class Copy:
    """The Makefile in a directory of its own."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        shutil.copy(ROOT / "Makefile", directory)
        (directory / "samconfig.toml").write_text(SETTINGS)
        (directory / "requirements").mkdir()
        for name in ("local", "dev", "sam"):
            self.pin(name, "1")
        for program in ("venv/bin/python", "sam/bin/python", "sam/bin/sam", "bin/python3.11", "bin/python3.12"):
            path = directory / ".local" / program
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(SAYS)
            path.chmod(0o755)

    def pin(self, name: str, version: str) -> None:
        (self.directory / f"requirements/{name}.txt").write_text(f"{name}=={version}\n")

    def make(self, *words: str) -> list[str]:
        path = f"{self.directory / '.local/bin'}:/usr/bin:/bin"
        done = subprocess.run(["make", *words], cwd=self.directory, env={"PATH": path}, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        return done.stdout.splitlines()

    def installed(self, *words: str) -> list[str]:
        """The files of pins that a target installs."""
        return [line.split("requirements/")[1] for line in self.make(*words) if "pip install" in line]


@pytest.fixture
def copy(tmp_path: Path) -> Copy:
    return Copy(tmp_path)


@pytest.mark.parametrize("config, runtime", [("default", "python3.12"), ("prod", "python3.11")])
def test_it_builds_for_the_runtime_of_the_settings_it_deploys_with(config: str, runtime: str, copy: Copy) -> None:
    (code,) = [line for line in copy.make("build", f"CONFIG={config}") if "infra.package" in line]
    assert code == f"-m infra.package --python {runtime} code .local/own-code"


def test_what_is_installed_is_not_installed_again(copy: Copy) -> None:
    assert copy.installed("run") == ["local.txt"]
    assert copy.installed("run") == []


def test_going_back_to_older_pins_installs_them(copy: Copy) -> None:
    for version in ("1", "2", "1"):
        for name in ("local", "sam"):
            copy.pin(name, version)
        assert copy.installed("build") == ["sam.txt", "local.txt"]


@pytest.mark.parametrize("target", ["run", "build"])
def test_the_environment_of_the_tests_does_for_everything(target: str, copy: Copy) -> None:
    (stamp,) = [line for line in copy.make("--eval=dev: ; @echo $(DEV_ENV)", "dev") if "complete" in line]
    assert copy.installed(stamp) == ["dev.txt"]
    assert "local.txt" not in copy.installed(target)

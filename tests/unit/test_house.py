"""The house holds: two floors, arrows downwards, every handler there, every route described."""

import ast
import importlib
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infra.openapi import document
from tests.support.template import functions, routes

ROOT = Path(__file__).resolve().parents[2]
SKIPPED_WORDS = ("util", "helper", "manager", "service", "base")


def sources(floor: str) -> list[Path]:
    return sorted((ROOT / floor).rglob("*.py"))


def imports(path: Path) -> Iterator[str]:
    """Every module that a file imports, wherever in it."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            # `from functions import users` imports a module whose name stands behind the word.
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


@pytest.mark.parametrize("path", sources("shared"), ids=str)
def test_shared_stands_on_nothing_of_functions_or_infra(path: Path) -> None:
    assert not [name for name in imports(path) if name.split(".")[0] in ("functions", "infra", "tests")]


@pytest.mark.parametrize("path", sources("shared/domain"), ids=str)
def test_the_domain_imports_only_itself_and_the_standard_library(path: Path) -> None:
    foreign = [
        name for name in imports(path)
        if name.split(".")[0] in ("aws_lambda_powertools", "botocore", "pydantic", "boto3")
        or (name.startswith("shared") and not name.startswith("shared.domain"))
    ]  # fmt: skip
    assert not foreign


@pytest.mark.parametrize("path", sources("shared/account"), ids=str)
def test_accounts_know_nothing_of_mail_and_events(path: Path) -> None:
    assert not [name for name in imports(path) if name.startswith(("shared.mail", "shared.events"))]


@pytest.mark.parametrize("path", sources("functions"), ids=str)
def test_no_area_imports_another(path: Path) -> None:
    area = path.relative_to(ROOT / "functions").parts[0]
    assert not [n for n in imports(path) if n.startswith("functions.") and n.split(".")[1] != area]
    assert not [n for n in imports(path) if n.split(".")[0] in ("infra", "tests")]


def is_of_no_subject(name: str) -> bool:
    return any(part in (word, f"{word}s") for part in name.split("_") for word in SKIPPED_WORDS)


def test_files_are_named_after_what_they_are_about() -> None:
    names = [path.stem for floor in ("functions", "shared", "infra") for path in sources(floor)]
    assert not [name for name in names if is_of_no_subject(name)]
    assert is_of_no_subject("utils") and is_of_no_subject("date_helper") and not is_of_no_subject("baseline")


def test_a_module_is_imported_whichever_way_it_is_written(tmp_path: Path) -> None:
    file = tmp_path / "file.py"
    for line in ("import functions.users", "from functions import users", "from functions.users import users"):
        file.write_text(line)
        assert any(name.startswith("functions.users") for name in imports(file))


@pytest.mark.parametrize("name", sorted(functions()))
def test_every_handler_imports(name: str) -> None:
    module, attribute = functions()[name]["Handler"].rsplit(".", 1)
    assert callable(getattr(importlib.import_module(module), attribute))


def test_every_route_of_the_template_is_described_and_no_other() -> None:
    described = {
        (method.upper(), path) for path, operations in document()["paths"].items() for method in operations
    }  # fmt: skip
    assert described == set(routes())


WITHOUT_CODES = re.compile(r"(nosec( B\d+)?|noqa: [A-Z0-9, ]+\d|type: ignore(\[[a-z, -]+\])?)|[-# ]+")


@pytest.mark.parametrize(
    "path", [path for floor in ("functions", "shared", "infra") for path in sources(floor)], ids=str
)
def test_every_exception_from_a_check_of_security_names_the_check_and_its_reason(path: Path) -> None:
    for line in path.read_text().splitlines():
        if found := re.search(r"# (nosec|noqa: S)", line):
            excuse = line[found.start() :]
            assert "nosec" not in excuse or re.search(r"nosec B\d+", excuse), line
            assert WITHOUT_CODES.sub("", excuse), line


def test_what_is_drawn_is_the_same_in_every_run() -> None:
    def drawn() -> list[int]:
        numbers: list[int] = []

        @given(st.integers())
        def draw(number: int) -> None:
            numbers.append(number)

        draw()
        return numbers

    assert drawn() == drawn()

"""The list of planted bugs fits the code: what each replaces stands there once, and its test exists."""

import ast

import pytest

from tests.proof.mutants import MUTANTS
from tests.proof.mutants.mutant import ROOT, Mutant

every_mutant = pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.name)


@every_mutant
def test_what_a_mutant_replaces_stands_once(mutant: Mutant) -> None:
    assert mutant.stands_in(ROOT)
    assert mutant.before != mutant.after


@every_mutant
def test_the_test_that_notices_a_mutant_exists(mutant: Mutant) -> None:
    path, name = mutant.caught_by.split("::")
    tree = ast.parse((ROOT / path).read_text())
    assert name.split("[")[0] in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


@every_mutant
def test_a_planted_bug_is_still_python(mutant: Mutant) -> None:
    assert ast.parse((ROOT / mutant.file).read_text().replace(mutant.before, mutant.after)).body


def test_every_mutant_has_a_name_of_its_own() -> None:
    assert len({mutant.name for mutant in MUTANTS}) == len(MUTANTS)

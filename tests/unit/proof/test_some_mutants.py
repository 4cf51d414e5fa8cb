"""A few planted bugs, drawn with a fixed seed, are noticed; `make proof` plants all of them."""

from random import Random

import pytest

from tests.proof.mutants import MUTANTS
from tests.proof.mutants.mutant import Mutant
from tests.proof.mutants.trial import tried

# The property tests that catch some of them take longer than is fit for every day.
QUICK = [each for each in MUTANTS if each.caught_by.startswith(("tests/unit/domain", "tests/unit/billing/test_o"))]
DRAWN = Random(20270305).sample(QUICK, 3)


@pytest.mark.parametrize("mutant", DRAWN, ids=lambda mutant: mutant.name)
def test_a_planted_bug_is_noticed(mutant: Mutant) -> None:
    assert tried(mutant) == "caught"

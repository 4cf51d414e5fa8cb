"""Plants each bug in a copy and runs the test that must notice it: `python -m tests.proof.mutants [words of names]`."""

import sys
from concurrent.futures import ThreadPoolExecutor

from tests.proof.mutants import MUTANTS
from tests.proof.mutants.mutant import Mutant
from tests.proof.mutants.trial import tried

AT_ONCE = 2


def main() -> int:
    chosen = [each for each in MUTANTS if all(word in each.name for word in sys.argv[1:])]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        outcomes = list(pool.map(_told, chosen))
    caught = outcomes.count("caught")
    print(f"mutants: {caught}/{len(chosen)} caught")
    return 0 if caught == len(chosen) else 1


def _told(mutant: Mutant) -> str:
    outcome = tried(mutant)
    print(f"{outcome:<9} {mutant.name:<62} {mutant.caught_by.split('::')[-1]}", flush=True)
    return outcome


if __name__ == "__main__":
    sys.exit(main())

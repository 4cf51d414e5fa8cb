"""Planted bugs, each of which a named test must notice."""

from tests.proof.mutants import access, money, mutant, once, time, writes

MUTANTS: tuple[mutant.Mutant, ...] = (*writes.MUTANTS, *once.MUTANTS, *money.MUTANTS, *time.MUTANTS, *access.MUTANTS)

"""Measure everything and print the table; exit 1 where a target is missed."""

import logging
import sys

from tests.bench import (
    archives,
    billing,
    conflicts,
    documents,
    functions,
    growth,
    jobs,
    load,
    one_pool,
    over_http,
    people,
    requests,
    seats,
    units,
    year,
)

HEAD = f"{'measure':<72} {'value':>11} {'floor':>11} {'unit':<9} {'ratio':>6} {'target':>8}"

AREAS = (
    documents, archives, billing, requests, units, seats, conflicts, jobs, people, growth, functions, over_http,
    one_pool, load, year,
)  # fmt: skip


def main() -> int:
    """One row after another, as they are measured."""
    logging.disable(logging.WARNING)
    sys.stdout.write(HEAD + "\n")
    failed = 0
    for area in AREAS:
        for row in area.rows():
            failed += not row.passes
            sys.stdout.write(row.told() + "\n")
            sys.stdout.flush()
    return int(bool(failed))


if __name__ == "__main__":
    sys.exit(main())

"""A private stack for one area of the bench, at which this process points as long as it is up."""

import copy
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from infra.local.stack import Stack
from infra.operator.target import point_at
from infra.sample.prices import load_sample_prices
from tests.support.stack import private_stack


@contextmanager
def staged() -> Iterator[Stack]:
    """With prices and nothing else."""
    before = copy.copy(dict(os.environ))
    try:
        with TemporaryDirectory() as directory, private_stack(Path(directory), has_sample=False) as stack:
            point_at(stack)
            load_sample_prices()
            yield stack
    finally:
        os.environ.clear()
        os.environ.update(before)

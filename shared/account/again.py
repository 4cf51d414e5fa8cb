"""A step that reads and writes, done again when others were quicker; and what is told when they always were."""

import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from shared.errors import Busy
from shared.store.transaction import ConditionFailed, Conflict

ATTEMPTS = 10
FIRST_WAIT, LONGEST_WAIT = 0.05, 1.0
T = TypeVar("T")


def persistently(step: Callable[[], T]) -> T:
    """Run a step that reads and writes, again when others were quicker. Raises the last conflict after 10 attempts."""
    for number in range(ATTEMPTS - 1):
        try:
            return step()
        except (ConditionFailed, Conflict):
            time.sleep(random.uniform(0, min(LONGEST_WAIT, FIRST_WAIT * 2**number)))  # noqa: S311 - jitter  # nosec B311
    return step()


@contextmanager
def busy_at_last() -> Iterator[None]:
    """Around what somebody waits for: where others were quicker to the last, Busy tells to come back."""
    try:
        yield
    except (ConditionFailed, Conflict):
        raise Busy from None

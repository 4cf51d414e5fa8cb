"""Events that come together: read in two requests, recorded in one transaction, unless something speaks against it."""

from collections.abc import Iterable, Sequence
from contextlib import suppress

from botocore.exceptions import BotoCoreError, ClientError

from shared.account.usage import Refused, Repeated, account_of, change_by, first_keys, recording_of
from shared.account.usage_shapes import BadShape, Report, StorageMeasured, Usage
from shared.clock import now_of
from shared.store.keys import Key
from shared.store.seen import Seen
from shared.store.transaction import ConditionFailed, Conflict, Transaction


def read_ahead(reports: Iterable[Report]) -> Seen:
    """What taking some events needs, in two requests however many they are."""
    seen, usages = Seen(), list(_shaped(reports))
    items = seen.of([key for kind, usage in usages for key in first_keys(kind, usage)])
    days: list[Key] = []
    for kind, usage in usages:
        if account := account_of(usage, items):
            change = change_by(account, usage, kind, now_of(account))
            days += change.days(items) if change else []
    seen.of(days)
    return seen


def take_together(reports: Sequence[Report], seen: Seen) -> frozenset[str]:
    """Record in one transaction what nothing speaks against; returns the content hashes of what was recorded.

    An event that meets an item of an earlier one, measures storage or has to be refused is left to be taken alone; so
    are all where the transaction does not come off: none holds the others.
    """
    together, taken = Transaction(), set[str]()
    for report in reports:
        with suppress(BadShape, Refused, Repeated):
            usage = report.shaped()
            if isinstance(usage, StorageMeasured):
                continue
            alone = recording_of(report, usage, seen)
            if together.may_take_in(alone):
                together.take_in(alone)
                taken.add(report.sha256)
    seen.forget(together.keys)
    try:
        if taken:
            together.commit()
    except (ConditionFailed, Conflict, ClientError, BotoCoreError):
        return frozenset()
    return frozenset(taken)


def _shaped(reports: Iterable[Report]) -> Iterable[tuple[str, Usage]]:
    for report in reports:
        with suppress(BadShape):  # it will be refused when its turn comes
            yield report.detail_type, report.shaped()

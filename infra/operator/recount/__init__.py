"""Everything an account records, counted again; each difference is told with what was found and what was expected."""

from collections.abc import Iterator
from typing import Any

from infra.operator.recount import contracts, ledger, pools, seats


def differences_of(account_id: str) -> Iterator[dict[str, Any]]:
    """Every difference of an account, none where all is as it should be."""
    yield from pools.differences(account_id)
    yield from seats.differences(account_id)
    yield from ledger.differences(account_id)
    yield from contracts.differences(account_id)

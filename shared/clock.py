"""The only caller of the wall clock, and each account's own now."""

from datetime import UTC, datetime

from shared.domain.account import Account


def real_now() -> datetime:
    """The present instant, in whole milliseconds: for TTL, links, tokens, retention."""
    now = datetime.now(UTC)
    return now.replace(microsecond=now.microsecond // 1000 * 1000)


def now_of(account: Account) -> datetime:
    """The account's business time: the real clock, or the sandbox's; never before what a job run ahead has reached."""
    now = account.sandbox_now or real_now()
    return max(now, account.not_before) if account.not_before else now

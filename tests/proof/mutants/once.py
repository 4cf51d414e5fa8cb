"""What must happen once: idempotency keys, mails, usage in any order, the version that was sealed."""

from tests.proof.mutants.mutant import Mutant

AT_ONCE = "tests/unit/billing/test_at_once.py::"
DAYS = "tests/functional/billing/test_days.py::"
MUTANTS = (
    Mutant(
        "one idempotency key changes twice", "shared/account/change.py",
        "kept, as_read, name=", "kept, name=",
        AT_ONCE + "test_one_key_is_answered_once",
    ),
    Mutant(
        "the idempotency record is written apart from the change", "shared/account/change.py",
        "        if self.call.key is not None:\n            self._keep(answer)\n        self.transaction.commit()\n",
        "        self.transaction.commit()\n        if self.call.key is not None:\n"
        "            self.transaction = Transaction()\n            self._keep(answer)\n"
        "            self.transaction.commit()\n",
        AT_ONCE + "test_a_change_and_its_answer_are_kept_together",
    ),
    Mutant(
        "a key answers for another body", "shared/account/change.py",
        'if kept["body_sha256"] != self.call.body_sha256:', "if False:",
        "tests/functional/test_selling.py::test_a_quote_is_used_once",
    ),
    Mutant(
        "a mail is sent before it is claimed", "shared/mail/delivery.py",
        "    mine = claim(key)\n    try:\n        return _sent(event, letter)\n",
        "    sent = _sent(event, letter)\n    mine = claim(key)\n    try:\n        return sent\n",
        "tests/functional/mail/test_send.py::test_the_same_event_twice_is_one_mail",
    ),
    Mutant(
        "a contract is read without its version", "shared/links.py",
        'params["versionId"] = version_id', "pass",
        "tests/functional/test_contracts.py::test_a_version_forged_later_is_not_served",
    ),
    Mutant(
        "versions of a booking count in the order of arrival", "shared/domain/usage.py",
        "key=lambda booking: (booking.occurred_at, booking.event_id)", "key=lambda booking: booking.received_at",
        DAYS + "test_versions_of_a_booking_count_by_when_they_occurred_not_by_when_they_came",
    ),
    Mutant(
        "a log-in on a phone makes a day used", "shared/account/usage.py",
        'case LoggedIn(device="mobile"):', 'case LoggedIn(device="fax"):',
        DAYS + "test_days_are_those_of_the_accounts_zone_at_the_price_of_each",
    ),
    Mutant(
        "an event id is taken with other content", "shared/account/usage.py",
        'if before["sha256"] != report.sha256:', "if False:",
        DAYS + "test_versions_of_a_booking_count_by_when_they_occurred_not_by_when_they_came",
    ),
    Mutant(
        "a move after the day takes the day away", "shared/domain/usage.py",
        "following is None or following.occurred_at >= end_of(booking.diary_on)", "following is None",
        DAYS + "test_a_move_after_the_day_was_over_leaves_it",
    ),
    Mutant(
        "scheduled jobs walk sandboxes", "shared/store/due.py",
        "is_sandbox=account.is_sandbox)", "is_sandbox=False)",
        "tests/unit/billing/test_jobs.py::test_each_due_account_is_sent_once_and_no_sandbox",
    ),
    Mutant(
        "a job's worker advances a sandbox", "shared/jobs.py",
        "scope, sandboxes=False)", "scope, sandboxes=True)",
        "tests/unit/billing/test_jobs.py::test_a_worker_leaves_a_sandbox_alone",
    ),
    Mutant(
        "a key that has run out changes twice", "shared/account/change.py",
        'equal("ttl", known["ttl"]) if known', 'equal("sk", self.call.idempotency_key.sk) if known',
        "tests/functional/test_old_keys.py::test_two_at_once_with_a_key_that_has_run_out_are_one",
    ),
)  # fmt: skip

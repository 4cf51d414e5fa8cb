"""Mails that were sent are kept with the rest of the state."""

import copy
from typing import Any

from ministack.services import ses

PRIVATE_NAMES = (
    "ministack.services.ses:get_state",
    "ministack.services.ses:_restore_state",
    "ministack.services.ses:_sent_emails",
)


def apply() -> None:
    get_state, restore_state = ses.get_state, ses._restore_state

    def state_with_mails() -> dict[str, Any]:
        return {**get_state(), "_sent_emails": copy.deepcopy(ses._sent_emails)}

    def restore_with_mails(data: dict[str, Any]) -> None:
        restore_state(data)
        ses._sent_emails.update(data.get("_sent_emails", {}))

    ses.get_state, ses._restore_state = state_with_mails, restore_with_mails

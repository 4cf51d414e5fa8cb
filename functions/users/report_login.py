"""The user pool's PostAuthentication trigger: a log-in on a PC or Mac can make a day of a daily license count."""

from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from functools import cache
from typing import Any

from shared.account.login_report import Person, report_login
from shared.account.user_pool import client_name
from shared.alarms import count
from shared.logs import aws_code, logger, places_of

DEVICES = frozenset({"desktop", "mobile"})
WITHIN_SECONDS = 3.5
"""The pool waits five seconds for its trigger; who is slower has shut the person out."""


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Report who signed in on what. Whatever goes wrong, the person is let in."""
    try:
        person, device = ThreadPoolExecutor(1).submit(copy_context().run, _report, event).result(WITHIN_SECONDS)
    except Exception as error:  # noqa: BLE001 - the trigger's edge: raising would shut the person out
        logger.error("login_not_reported", error=type(error).__name__, aws_code=aws_code(error), where=places_of(error))
        count("LoginNotReported")
    else:
        logger.info("login_reported", account_id=person.account_id, user_id=person.user_id, device=device)
    return event


def _report(event: dict[str, Any]) -> tuple[Person, str]:
    device = device_of(event["userPoolId"], event["callerContext"]["clientId"])
    sub = event["request"]["userAttributes"]["sub"]
    return report_login(sub=sub, username=event["userName"], device=device), device


@cache
def device_of(pool_id: str, client_id: str) -> str:
    """The device that an app client stands for, which is its name. A client of another name is no known device."""
    name = client_name(client_id, pool_id)
    if name not in DEVICES:
        raise LookupError(client_id)
    return name

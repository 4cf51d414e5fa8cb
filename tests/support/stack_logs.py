"""What the running stack has logged, searched for what people typed in."""

import re
from collections.abc import Iterator

from infra.local.stack import Stack, local_directory
from tests.support.logged import MARK
from tests.support.people import PASSWORD

MAIL_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+\.[a-z]{2,}", re.IGNORECASE)
TYPED_IN = (MARK.lower(), "brook", "mill lane", "ana pop", PASSWORD.lower())


def lines_of(stack: Stack) -> Iterator[str]:
    """Every line of every function, and what the embedded AWS itself has written."""
    logs = stack.client("logs")
    for page in logs.get_paginator("describe_log_groups").paginate():
        for group in page["logGroups"]:
            for found in logs.get_paginator("filter_log_events").paginate(logGroupName=group["logGroupName"]):
                yield from (event["message"] for event in found["events"])
    yield from (local_directory() / "server.log").read_text().splitlines()


def personal_lines(stack: Stack) -> list[str]:
    """Those with an address of mail, or with a name or a password that tests use."""
    return [
        line for line in lines_of(stack)
        if MAIL_ADDRESS.search(line) or any(each in line.lower() for each in TYPED_IN)
    ]  # fmt: skip

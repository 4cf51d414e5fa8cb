"""Consumers on the running stack, each killed after each of its calls to AWS: nothing is lost, nothing is doubled.

With PROOF=1 after every call, else after each that changes something.
"""

import re
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest

from infra.local.stack import Stack, local_directory
from shared.store import dynamodb
from tests.support.http import call
from tests.support.killed_consumers import CONSUMERS, Hour, lived_through
from tests.support.mailbox import sent_to
from tests.support.people import operate
from tests.support.versions import versions

MAILED = {"order.placed": "order_placed", "order.signed": "order_signed", "invoice.issued": "invoice_issued"}


@pytest.fixture(scope="module")
def hour(stack: Stack, tmp_path_factory: pytest.TempPathFactory) -> Hour:
    return lived_through(stack, tmp_path_factory.mktemp("lives"))


@pytest.mark.parametrize("queue", CONSUMERS)
def test_a_consumer_was_killed_after_each_of_its_calls(
    hour: Hour, queue: str, record_property: Callable[[str, object], None]
) -> None:
    lives = hour.lives[queue]
    record_property("calls of consumers followed by an end", (len(lives.ended), len(lives.due)))
    assert lives.due
    assert lives.ended == lives.due


def test_every_mail_is_there_once(hour: Hour) -> None:
    happened = Counter(event["type"] for event in activity(hour))
    kept = Counter(mail["kind"] for mail in mails(hour))
    due = {kind: happened[event_type] for event_type, kind in MAILED.items()}
    assert kept == Counter(due | {"invitation": hour.people})


def test_a_mail_was_sent_twice_only_where_its_mailer_ended_between_sending_and_noting(hour: Hour) -> None:
    kept = Counter((mail["to"], mail["subject"]) for mail in mails(hour))
    sent = Counter((to, subject) for to in {to for to, _ in kept} for subject in sent_to(hour.stack, to))
    assert set(sent) == set(kept)
    between = [calls for calls in hour.lives["Mail"].invocations if calls[-1:] == ["SendEmail"]]
    assert between
    # On a machine that is busy with other things, a mailer may be out of time in that very instant, too.
    assert len(between) <= (sent - kept).total() <= len(between) + out_of_time("SendMail")


def test_everybody_is_invited_once_and_can_log_in(hour: Hour) -> None:
    people = hour.owner.get("/v1/users?limit=100")["items"]
    assert [person["login"] for person in people] == ["ready"] * hour.people
    invited = Counter(mail["to"] for mail in mails(hour) if mail["kind"] == "invitation")
    assert invited == {person["email"]: 1 for person in people}


def test_each_contract_is_sealed_once(hour: Hour) -> None:
    contracts = hour.owner.get("/v1/contracts?limit=100")["items"]
    assert all(contract["sha256"] for contract in contracts)
    files = [
        f"{hour.account_id}/{each['contract_id']}/{name}.pdf" for each in contracts for name in ("sealed", "signed")
    ]
    kept = [key for key in versions(hour.stack, hour.account_id) if "/invoices/" not in key]
    assert Counter(kept) == Counter(files)


def test_each_first_invoice_is_issued_and_drawn_once(hour: Hour) -> None:
    for account_id in hour.others:
        (invoice,) = dynamodb.query_all("Billing", f"A#{account_id}", prefix="INVOICE#")
        assert versions(hour.stack, account_id) == [invoice["pdf_key"]]


def test_each_log_in_is_recorded_once(hour: Hour) -> None:
    # Beside those that were reported, the owner's own.
    assert len(list(dynamodb.query_all("Billing", f"A#{hour.account_id}#EV"))) == hour.reports + 1


def test_the_archive_is_there(hour: Hour) -> None:
    link = hour.owner.get(f"/v1/contracts/archives/{hour.archive_id}")
    assert call("GET", link["url"]).body.startswith(b"PK")


def test_the_recount_finds_no_difference_and_no_message_was_given_up(hour: Hour) -> None:
    recounted = operate("verify")[1]["differences"]
    ours = {hour.account_id, *hour.others}
    assert not [found for found in recounted if found["account_id"] in ours]
    assert not [letter for letter in operate("dead-letters", "list")[1]["items"] if letter["account_id"] in ours]


def test_all_of_it_again_changes_nothing(hour: Hour) -> None:
    before = what_became_of_it(hour)
    again = operate("republish", "--since", "2020-01-01", "--account", hour.account_id)[1]
    assert again["events"] == len(activity(hour))
    hour.settle()
    assert what_became_of_it(hour) == before


def what_became_of_it(hour: Hour) -> list[Any]:
    paths = ("/v1/contracts?limit=100", "/v1/users?limit=100", "/v1/billing/invoices", "/v1/licenses")
    sent = [sent_to(hour.stack, to) for to in sorted({mail["to"] for mail in mails(hour)})]
    return [mails(hour), sent, versions(hour.stack, hour.account_id), activity(hour), *map(hour.owner.get, paths)]


def activity(hour: Hour) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = []
    cursor = ""
    while True:
        page = hour.owner.get(f"/v1/activity?limit=100{cursor}")
        items += page["items"]
        if page["next_cursor"] is None:
            return items
        cursor = f"&cursor={page['next_cursor']}"


def out_of_time(function: str) -> int:
    """How often the embedded AWS has ended a process of a function for that."""
    return len(re.findall(rf"Lambda \S+-{function}-\S+ timed out", (local_directory() / "server.log").read_text()))


def mails(hour: Hour) -> list[dict[str, Any]]:
    return list(operate("mails", hour.account_id)[1]["items"])

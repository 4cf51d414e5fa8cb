"""Mail and events on the running stack: told once, in time, whatever fails on the way."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from infra.local.stack import Stack
from tests.support.eventually import eventually
from tests.support.http import call
from tests.support.people import Person, open_company, operate

OFFICE = "office@brookvale.example"


def place_order(owner: Person, quantity: int = 1) -> dict[str, Any]:
    quote = owner.call("POST", "/v1/licenses/quotes", {"sku": "jobs-rolling", "quantity": quantity}).json
    answer = owner.call("POST", "/v1/licenses/orders", {"quote_id": quote["quote_id"]})
    assert answer.status == 201, answer.body
    return dict(answer.json)


def mails(account_id: str, *kinds: str) -> list[dict[str, Any]]:
    code, answer = operate("mails", account_id)
    assert code == 0, answer
    return [mail for mail in answer["items"] if not kinds or mail["kind"] in kinds]


def some_mails(account_id: str, *kinds: str, count: int = 1, within: float = 20) -> list[dict[str, Any]]:
    """The mails of these kinds once there are so many."""

    def look() -> list[dict[str, Any]] | None:
        found = mails(account_id, *kinds)
        return found if len(found) >= count else None

    found: Callable[[], list[dict[str, Any]] | None] = look
    return eventually(found, within=within, every=0.2) or []


def sent_to(stack: Stack, address: str) -> list[str]:
    """The subjects that SES took for an address."""
    answer = call("GET", f"{stack.endpoint_url}/_ministack/ses/messages").json
    messages = [message for sent in answer["messages"].values() for message in sent]
    return [message["Subject"] for message in messages if message["To"] == [address]]


def test_a_sandbox_that_is_moved_on_is_told_all_of_it_in_its_own_time(stack: Stack) -> None:
    account_id, owner = open_company(stack, sandbox={"now": "2027-03-05T09:00:00Z"})
    order = place_order(owner)
    assert operate("clock", account_id, "--to", "2027-04-04T09:00:00Z")[0] == 0
    found = some_mails(account_id, "order_placed", "signature_reminder", "order_expired", count=4)
    assert [(mail["kind"], mail["at"]) for mail in found] == [
        ("order_placed", "2027-03-05T09:00:00Z"),
        ("signature_reminder", "2027-03-28T09:00:00Z"),
        ("signature_reminder", "2027-04-03T09:00:00Z"),
        ("order_expired", "2027-04-04T09:00:00Z"),
    ]  # fmt: skip
    assert [each["sha256"] for each in found[0]["attachments"]] == [order["document_sha256"]]
    assert {mail["to"] for mail in found} == {OFFICE}
    (invitation,) = some_mails(account_id, "invitation")
    assert (invitation["to"], owner.username in invitation["text"]) == ("ana@brookvale.example", True)


def test_the_same_events_again_are_no_second_mail(stack: Stack) -> None:
    account_id, owner = open_company(stack, email="again@brookvale.example")
    place_order(owner, 2)
    some_mails(account_id, "order_placed")
    code, again = operate("republish", "--since", "2020-01-01", "--account", account_id)
    assert (code, again["events"] >= 2) == (0, True)
    owner.call("PATCH", "/v1/company", {"name": "After"})
    place_order(owner, 3)
    some_mails(account_id, "order_placed", count=2)
    assert len(mails(account_id, "order_placed", "invitation")) == 3
    subjects = sent_to(stack, "again@brookvale.example")
    assert sorted(subjects) == [f"Please sign your order of {number} x Jobs, rolling" for number in (2, 3)]


def test_while_the_stream_stands_still_nothing_is_lost(stack: Stack) -> None:
    account_id, owner = open_company(stack)
    functions = stack.client("lambda")
    (mapping,) = [
        each for each in functions.list_event_source_mappings()["EventSourceMappings"]
        if "Publish" in each["FunctionArn"]
    ]  # fmt: skip
    functions.update_event_source_mapping(UUID=mapping["UUID"], Enabled=False)
    try:
        for quantity in (1, 2, 3):
            place_order(owner, quantity)
        assert mails(account_id, "order_placed") == []
    finally:
        functions.update_event_source_mapping(UUID=mapping["UUID"], Enabled=True)
    subjects = [mail["subject"] for mail in some_mails(account_id, "order_placed", count=3)]
    assert subjects == [f"Please sign your order of {number} x Jobs, rolling" for number in (1, 2, 3)]


def test_a_poison_message_among_good_ones_holds_up_none(stack: Stack) -> None:
    account_id, owner = open_company(stack)
    queue = stack.outputs["MailQueueUrl"]
    stack.client("sqs").send_message(QueueUrl=queue, MessageBody='{"detail": "poison"}')
    for quantity in range(1, 10):
        place_order(owner, quantity)
    assert len(some_mails(account_id, "order_placed", count=9)) == 9


def test_dead_letters_are_put_back_into_their_queue(stack: Stack) -> None:
    account_id, owner = open_company(stack)
    place_order(owner, 4)
    some_mails(account_id, "order_placed")
    event = next(each for each in owner.get("/v1/activity")["items"] if each["type"] == "order.placed")
    detail = event | {"account_id": account_id, "event_id": f"{event['event_id'][:-1]}Z"}
    body = json.dumps({"source": "seatkeeper", "detail-type": event["type"], "detail": detail})
    stack.client("sqs").send_message(QueueUrl=stack.outputs["MailDeadLettersUrl"], MessageBody=body)
    listed = operate("dead-letters", "list")[1]["items"]
    assert ("Mail", account_id) in [(each["queue"], each["account_id"]) for each in listed]
    assert operate("dead-letters", "replay")[1]["letters"] >= 1
    assert len(some_mails(account_id, "order_placed", count=2)) == 2
    assert account_id not in [each["account_id"] for each in operate("dead-letters", "list")[1]["items"]]


@pytest.mark.slow
def test_what_ses_refuses_is_sent_once_when_it_is_taken_again(stack: Stack) -> None:
    account_id, owner = open_company(stack, email="ses@brookvale.example")
    some_mails(account_id, "invitation")
    put_right = _break_ses(stack)
    try:
        place_order(owner)
        eventually(lambda: _failures(stack, "MessageRejected"), within=20, every=0.2)
    finally:
        put_right()
    _assert_told_once(stack, account_id, "ses@brookvale.example")


@pytest.mark.slow
def test_a_mail_whose_document_cannot_be_read_is_sent_once_when_it_can(stack: Stack) -> None:
    account_id, owner = open_company(stack, email="s3@brookvale.example")
    put_right = _break_s3(stack, account_id, owner)
    try:
        eventually(lambda: _failures(stack, "NoSuchKey"), within=20, every=0.2)
    finally:
        put_right()
    _assert_told_once(stack, account_id, "s3@brookvale.example")


def _assert_told_once(stack: Stack, account_id: str, address: str) -> None:
    assert len(some_mails(account_id, "order_placed", within=60)) == 1
    assert sent_to(stack, address) == ["Please sign your order of 1 x Jobs, rolling"]
    assert operate("verify", account_id)[0] == 0


def _failures(stack: Stack, code: str) -> list[str]:
    """The mailer's log lines of a failure with this code."""
    logs = stack.client("logs")
    (group,) = [
        each["logGroupName"] for each in logs.describe_log_groups()["logGroups"]
        if each["logGroupName"].endswith("/SendMail")
    ]  # fmt: skip
    lines = [event["message"] for event in logs.filter_log_events(logGroupName=group)["events"]]
    return [line for line in lines if code in line]


def _break_ses(stack: Stack) -> Callable[[], None]:
    ses = stack.client("sesv2")
    (sender,) = [each["IdentityName"] for each in ses.list_email_identities()["EmailIdentities"]]
    # The embedded AWS keeps what a template made apart from what this API makes.
    stack.client("ses").delete_identity(Identity=sender)
    ses.delete_email_identity(EmailIdentity=sender)
    return lambda: ses.create_email_identity(EmailIdentity=sender)


def _break_s3(stack: Stack, account_id: str, owner: Person) -> Callable[[], None]:
    """Place an order whose document is gone before the mailer looks for it."""
    quote = owner.call("POST", "/v1/licenses/quotes", {"sku": "jobs-rolling", "quantity": 1}).json
    s3 = stack.client("s3")
    place = {"Bucket": stack.outputs["DraftsBucket"], "Key": f"{account_id}/{quote['contract_id']}.pdf"}
    content = s3.get_object(**place)["Body"].read()
    s3.delete_object(**place)
    assert owner.call("POST", "/v1/licenses/orders", {"quote_id": quote["quote_id"]}).status == 201
    return lambda: s3.put_object(**place, Body=content)

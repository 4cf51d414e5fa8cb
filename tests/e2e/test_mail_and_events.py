"""Mail and events on the running stack: told once, in time, whatever fails on the way."""

import io
import json
import urllib.parse
import zipfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from infra.local.stack import Stack
from shared.clock import real_now
from tests.support.eventually import eventually
from tests.support.faults import listening, refused, standing_still
from tests.support.http import call
from tests.support.mailbox import sent_about_orders
from tests.support.people import Person, open_company, operate
from tests.support.queues import hidden_for
from tests.support.sample import signature_body
from tests.support.short_lives import short_lived
from tests.support.versions import versions

OFFICE = "office@brookvale.example"
AWKWARD = 'D’Arcy, Müller & Söhne: Heizung/Sanitär "Nord"'


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
    subjects = sent_about_orders(stack, "again@brookvale.example")
    assert sorted(subjects) == [f"Please sign your order of {number} x Jobs, rolling" for number in (2, 3)]


def test_while_the_stream_stands_still_nothing_is_lost(stack: Stack) -> None:
    account_id, owner = open_company(stack, email="still@brookvale.example")
    with standing_still(stack):
        for quantity in (1, 2, 3):
            place_order(owner, quantity)
        assert mails(account_id, "order_placed") == []
    subjects = [mail["subject"] for mail in some_mails(account_id, "order_placed", count=3)]
    assert subjects == [f"Please sign your order of {number} x Jobs, rolling" for number in (1, 2, 3)]
    assert sent_about_orders(stack, "still@brookvale.example") == subjects
    assert operate("verify", account_id)[0] == 0


def test_a_publisher_that_is_killed_after_each_of_its_calls_loses_no_event(stack: Stack, tmp_path: Path) -> None:
    account_id, owner = open_company(stack)
    names = [f"Company {number}" for number in range(15)]
    with (
        short_lived(stack, "Publish", tmp_path, BisectBatchOnFunctionError=False) as lives,
        listening(stack, account_id, "company.changed") as heard,
    ):
        # Fifteen at once take two calls.
        lives.offer(["PutEvents"] * 2)
        with standing_still(stack):
            for name in names:
                assert owner.call("PATCH", "/v1/company", {"name": name}).status == 200
        eventually(lambda: len({event["event_id"] for event in heard()}) == len(names), within=60)
        told = [event["after"]["name"] for event in heard()]
    assert lives.ended == lives.due
    assert list(dict.fromkeys(told)) == names


def test_a_poison_message_among_nine_good_ones_holds_up_none(stack: Stack) -> None:
    account_id, owner = open_company(stack, email="poison@brookvale.example")
    sqs, queue = stack.client("sqs"), stack.outputs["MailQueueUrl"]
    with hidden_for(stack, "Mail", seconds=3):
        for quantity in range(1, 10):
            place_order(owner, quantity)
            if quantity == 4:
                poison = sqs.send_message(QueueUrl=queue, MessageBody='{"detail": "poison"}')["MessageId"]
        subjects = [mail["subject"] for mail in some_mails(account_id, "order_placed", count=9)]
        eventually(lambda: poison in [each["message_id"] for each in dead_letters()], within=60, every=1)
    assert subjects == [f"Please sign your order of {number} x Jobs, rolling" for number in range(1, 10)]
    assert sorted(sent_about_orders(stack, "poison@brookvale.example")) == subjects
    assert not [each for each in dead_letters() if each["account_id"] == account_id]
    assert operate("verify", account_id)[0] == 0


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
    with hidden_for(stack, "Mail", seconds=4):
        put_right = _break_ses(stack)
        try:
            place_order(owner)
            eventually(lambda: _failures(stack, "MessageRejected"), within=20, every=0.2)
        finally:
            put_right()
        _assert_told_once(stack, account_id, "ses@brookvale.example")


@pytest.mark.slow
def test_what_the_locked_bucket_refuses_is_sealed_and_drawn_once_when_it_is_taken_again(stack: Stack) -> None:
    account_id, owner = open_company(stack)
    with hidden_for(stack, "Seal", seconds=4), hidden_for(stack, "Invoice", seconds=4):
        with refused(stack, "Seal", "s3:PutObject"), refused(stack, "DrawInvoice", "s3:PutObject"):
            owner.buy("jobs-rolling", 1)
            bill(stack, account_id)
            for function in ("Seal", "DrawInvoice"):
                eventually(partial(_failures, stack, "AccessDenied", function), within=30, every=0.5)
        (contract,) = eventually(lambda: sealed(owner), within=60, every=0.5)
        invoice = eventually(lambda: drawn(owner), within=60, every=0.5)
    assert call("GET", invoice["pdf"]["url"]).body.startswith(b"%PDF")
    files = [f"{contract['contract_id']}/sealed.pdf", f"{contract['contract_id']}/signed.pdf", "invoices/00000001.pdf"]
    assert sorted(versions(stack, account_id)) == sorted(f"{account_id}/{each}" for each in files)
    assert operate("verify", account_id)[0] == 0


@pytest.mark.slow
def test_a_mail_whose_document_cannot_be_read_is_sent_once_when_it_can(stack: Stack) -> None:
    account_id, owner = open_company(stack, email="s3@brookvale.example")
    with hidden_for(stack, "Mail", seconds=4):
        put_right = _break_s3(stack, account_id, owner)
        try:
            eventually(lambda: _failures(stack, "NoSuchKey"), within=20, every=0.2)
        finally:
            put_right()
        _assert_told_once(stack, account_id, "s3@brookvale.example")


def _assert_told_once(stack: Stack, account_id: str, address: str) -> None:
    assert len(some_mails(account_id, "order_placed", within=60)) == 1
    assert sent_about_orders(stack, address) == ["Please sign your order of 1 x Jobs, rolling"]
    assert operate("verify", account_id)[0] == 0


def test_an_awkward_name_breaks_no_header_no_link_and_no_zip(stack: Stack) -> None:
    account_id, owner = open_company(stack, email="awkward@brookvale.example")
    assert owner.call("PATCH", "/v1/company", {"name": AWKWARD}).status == 200
    order = place_order(owner)
    path = f"/v1/licenses/orders/{order['order_id']}/signature"
    assert owner.call("POST", path, signature_body(order["document_sha256"])).status == 200
    contract_id = eventually(lambda: sealed(owner), within=30)[0]["contract_id"]
    contract = saved(owner.get(f"/v1/contracts/{contract_id}")["download"])
    archive = saved(owner.call("POST", "/v1/contracts/archive").json)
    assert contract.startswith(b"%PDF")
    assert sorted(zipfile.ZipFile(io.BytesIO(archive)).namelist()) == [f"{contract_id}.pdf", "contracts.csv"]
    some_mails(account_id, "order_placed", "order_signed", count=2)
    assert owner.call("PATCH", "/v1/company", {"name": "Acme\r\nBcc: x@example.org"}).status == 422
    subjects = sent_about_orders(stack, "awkward@brookvale.example")
    assert len(subjects) == 2
    assert all(subject.isprintable() and subject.isascii() for subject in subjects)


def saved(link: dict[str, str]) -> bytes:
    """What a link leads to, under the very name that it promises, which every system takes."""
    answer = call("GET", link["url"])
    name = urllib.parse.unquote(answer.headers["content-disposition"].rpartition("filename*=UTF-8''")[2])
    assert (answer.status, name) == (200, link["file_name"])
    assert not set(name) & set('\\/:*?"<>|')
    assert name.isprintable()
    return answer.body


def dead_letters() -> list[dict[str, Any]]:
    return list(operate("dead-letters", "list")[1]["items"])


def sealed(owner: Person) -> list[dict[str, Any]]:
    """The contracts, once all of them are sealed."""
    contracts = owner.get("/v1/contracts")["items"]
    return list(contracts) if all(each["sha256"] for each in contracts) else []


def drawn(owner: Person) -> dict[str, Any] | None:
    """The first invoice, once its PDF is there."""
    answer = owner.call("GET", "/v1/billing/invoices/1")
    return dict(answer.json) if answer.status == 200 and answer.json["pdf"] else None


def bill(stack: Stack, account_id: str) -> None:
    """As the hourly job does; the first month is due at once."""
    message = {"account_id": account_id, "now": real_now().isoformat(), "job": "bill-month"}
    stack.client("sqs").send_message(QueueUrl=stack.outputs["AdvanceQueueUrl"], MessageBody=json.dumps(message))


def _failures(stack: Stack, code: str, function: str = "SendMail") -> list[str]:
    """A function's log lines of a failure with this code."""
    logs = stack.client("logs")
    (group,) = [
        each["logGroupName"] for each in logs.describe_log_groups()["logGroups"]
        if each["logGroupName"].endswith(f"/{function}")
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

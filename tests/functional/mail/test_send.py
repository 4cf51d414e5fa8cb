"""From what happened to a mail, through the real handlers."""

import hashlib
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from botocore.exceptions import ConnectionClosedError

from shared import aws
from shared.account.price_loading import NewPrice, load_prices
from shared.clock import real_now
from shared.ids import new_id
from shared.links import s3
from shared.mail import claim
from shared.mail.kept import mails
from shared.store import dynamodb, keys
from shared.store.activity import add_event
from shared.store.transaction import Conflict, Transaction
from tests.functional.mail.outbox import REFUSED, Killed, Outbox
from tests.support.bus import activity_of, bring, message
from tests.support.sample import Company, order_body, signature_body

MAILER = "functions.mail.send"
OFFICE = "office@brookvale.example"


def mail_of(company: Company, *types: str) -> list[str]:
    """Bring the mailer the company's events, of some types if any are named."""
    return bring(MAILER, [message(event) for event in activity_of(company.account_id, *types)])


def place_order(company: Company, quantity: int = 3) -> dict[str, Any]:
    quote = company.call("POST", "/v1/licenses/quotes", {"sku": "jobs-rolling", "quantity": quantity}).body
    order = company.call("POST", "/v1/licenses/orders", order_body(quote, None))
    assert order.status == 201, order.body
    return dict(order.body)


def when_the_lease_is_over(monkeypatch: pytest.MonkeyPatch) -> None:
    later = real_now() + claim.LEASE + timedelta(seconds=1)
    monkeypatch.setattr(claim, "real_now", lambda: later)


def test_an_order_is_mailed_with_the_document_that_was_reviewed(real_company: Company, outbox: Outbox) -> None:
    order = place_order(real_company)
    assert mail_of(real_company) == []
    (mail,) = outbox.sent
    assert (mail["To"], mail["Subject"]) == (OFFICE, "Please sign your order of 3 x Jobs, rolling")
    (attached,) = mail.iter_attachments()
    assert attached.get_filename() == f"Contract {order['contract_id']} unsigned.pdf"
    assert hashlib.sha256(attached.get_content()).hexdigest() == order["document_sha256"]
    assert outbox.requests[0]["FromEmailAddress"] == "billing@seatkeeper.example"


def test_the_same_event_twice_is_one_mail(real_company: Company, outbox: Outbox) -> None:
    place_order(real_company)
    (placed,) = activity_of(real_company.account_id, "order.placed")
    assert bring(MAILER, [message(placed)] * 3) == []
    assert mail_of(real_company) == []
    assert len(outbox.sent) == 1


def test_an_awkward_name_stays_out_of_the_headers(real_company: Company, outbox: Outbox) -> None:
    name = 'D’Arcy, Müller & Söhne: Heizung/Sanitär "Nord"'
    assert real_company.call("PATCH", "/v1/company", {"name": name}).status == 200
    place_order(real_company)
    mail_of(real_company)
    (mail,) = outbox.sent
    assert all(str(value).isascii() for value in mail.values())
    assert mail["To"].addresses[0].addr_spec == OFFICE
    assert len(mail["To"].addresses) == 1
    body = mail.get_body(("plain",))
    assert body is not None
    assert name in " ".join(body.get_content().split())


def test_a_refused_call_is_no_mail(real_company: Company, outbox: Outbox) -> None:
    order = place_order(real_company)
    mail_of(real_company)
    path = f"/v1/licenses/orders/{order['order_id']}/signature"
    signature = signature_body(order["document_sha256"])
    for change in ({"consent": 1}, {"consent": False}, {"typed_name": "Somebody"}, {"strokes": [[[1001, 0, 0]]]}):
        assert real_company.call("POST", path, signature | change).status == 422
    assert real_company.call("PATCH", "/v1/company", {"name": "Acme\r\nBcc: x@example.org"}).status == 422
    mail_of(real_company)
    assert len(outbox.sent) == 1
    first = real_company.call("POST", path, signature, key="k1")
    assert real_company.call("POST", path, signature_body(order["document_sha256"], "Bob Roe")).status in (200, 409)
    assert real_company.call("POST", path, signature, key="k1").body == first.body
    mail_of(real_company)
    assert [subject for _, subject in outbox.subjects][1:] == ["Signed: your order of 3 x Jobs, rolling"]


def test_a_quote_that_has_changed_since_brings_no_mail(
    real_company: Company, outbox: Outbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    quote = real_company.call("POST", "/v1/licenses/quotes", {"sku": "jobs-rolling", "quantity": 2}).body
    monkeypatch.setenv("STAGE", "local")
    load_prices([NewPrice("go_paperless", "jobs-rolling", "GBP", 3300, real_now().date())])
    before = activity_of(real_company.account_id)
    for signer in ("Ana Pop", None):
        refused = real_company.call("POST", "/v1/licenses/orders", order_body(quote, signer))
        assert (refused.status, refused.code) == (409, "quote_changed")
    assert activity_of(real_company.account_id) == before
    mail_of(real_company)
    assert outbox.sent == []


def test_what_ses_refuses_is_tried_again_at_once(real_company: Company, outbox: Outbox) -> None:
    place_order(real_company)
    outbox.before = {"*": REFUSED}
    assert mail_of(real_company, "order.placed") == ["m0"]
    outbox.before = {}
    assert mail_of(real_company, "order.placed") == []
    assert len(outbox.sent) == 1


def test_a_send_whose_answer_is_lost_is_not_repeated_behind_our_back(
    real_company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    place_order(real_company)
    tries, real = [], aws.client

    def send(request: Any, **_: Any) -> None:
        tries.append(request.url)
        raise ConnectionClosedError(endpoint_url=request.url)

    def client(service: str, config: Any = None) -> Any:
        made = real(service, config)
        if service == "sesv2":
            made.meta.events.register_first("before-send", send)
        return made

    monkeypatch.setattr(aws, "client", client)
    assert mail_of(real_company, "order.placed") == ["m0"]
    assert len(tries) == 1


def test_a_mailer_that_ends_before_sending_loses_nothing(
    real_company: Company, outbox: Outbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    place_order(real_company)
    outbox.before = {"*": Killed()}
    with pytest.raises(Killed):
        mail_of(real_company, "order.placed")
    outbox.before = {}
    assert mail_of(real_company, "order.placed") == ["m0"], "still in the hands of the first"
    when_the_lease_is_over(monkeypatch)
    assert mail_of(real_company, "order.placed") == []
    assert mail_of(real_company, "order.placed") == []
    assert len(outbox.sent) == 1


def test_a_mail_repeats_only_if_the_mailer_ends_between_sending_and_noting(
    real_company: Company, outbox: Outbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    place_order(real_company)
    outbox.after = Killed()
    with pytest.raises(Killed):
        mail_of(real_company, "order.placed")
    outbox.after = None
    when_the_lease_is_over(monkeypatch)
    for _ in range(3):
        assert mail_of(real_company, "order.placed") == []
    assert len(outbox.sent) == 2


def test_a_mail_whose_note_is_disturbed_is_noted_all_the_same(
    real_company: Company, outbox: Outbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    place_order(real_company)
    commit, disturbed = Transaction.commit, iter([True, True, False])

    def disturbed_twice(transaction: Transaction) -> None:
        if outbox.sent and next(disturbed, False):
            raise Conflict("TransactionConflict")
        commit(transaction)

    monkeypatch.setattr(Transaction, "commit", disturbed_twice)
    assert mail_of(real_company, "order.placed") == []
    when_the_lease_is_over(monkeypatch)
    assert mail_of(real_company, "order.placed") == []
    assert len(outbox.sent) == 1


@pytest.mark.parametrize("of", ["real_company", "company"])
def test_a_mail_that_comes_again_when_its_document_is_kept_no_more_is_done(
    of: str, request: pytest.FixtureRequest, outbox: Outbox
) -> None:
    buyer: Company = request.getfixturevalue(of)
    order = place_order(buyer)
    assert mail_of(buyer, "order.placed") == []
    s3().delete_object(Bucket="drafts", Key=f"{buyer.account_id}/{order['contract_id']}.pdf")
    assert mail_of(buyer, "order.placed") == []
    assert len(outbox.sent) + len(mails(buyer.account_id)) == 1


def test_a_document_that_is_another_gives_the_claim_back(real_company: Company, outbox: Outbox) -> None:
    order = place_order(real_company)
    key = f"{real_company.account_id}/{order['contract_id']}.pdf"
    kept = s3().get_object(Bucket="drafts", Key=key)["Body"].read()
    s3().put_object(Bucket="drafts", Key=key, Body=b"%PDF-1.7 another")
    assert mail_of(real_company, "order.placed") == ["m0"]
    s3().put_object(Bucket="drafts", Key=key, Body=kept)
    assert mail_of(real_company, "order.placed") == []
    assert len(outbox.sent) == 1


def test_a_letter_whose_claim_is_disturbed_keeps_no_other_back(
    real_company: Company, outbox: Outbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    real_company.call("PATCH", "/v1/company", {"email": "desk@brookvale.example"})
    commit, disturbed = Transaction.commit, iter([True])

    def disturbed_once(transaction: Transaction) -> None:
        if next(disturbed, False):
            raise Conflict("TransactionConflict")
        commit(transaction)

    monkeypatch.setattr(Transaction, "commit", disturbed_once)
    assert mail_of(real_company, "company.changed") == ["m0"]
    assert len(outbox.sent) == 1
    assert mail_of(real_company, "company.changed") == []
    assert len(outbox.sent) == 2


def test_a_poison_message_holds_up_no_other(real_company: Company, outbox: Outbox) -> None:
    for quantity in range(1, 10):
        place_order(real_company, quantity)
    bodies = [message(event) for event in activity_of(real_company.account_id, "order.placed")]
    bodies[4:4] = ['{"detail": {"type": "order.placed"}}']
    assert bring(MAILER, bodies) == ["m4"]
    assert len(outbox.sent) == 9


def test_a_document_that_is_another_is_not_sent(real_company: Company, outbox: Outbox) -> None:
    order = place_order(real_company)
    key = f"{real_company.account_id}/{order['contract_id']}.pdf"
    s3().put_object(Bucket="drafts", Key=key, Body=b"%PDF-1.7 another")
    assert mail_of(real_company, "order.placed") == ["m0"]
    assert outbox.sent == []


def test_a_change_of_address_is_told_to_both_though_one_refuses(real_company: Company, outbox: Outbox) -> None:
    real_company.call("PATCH", "/v1/company", {"email": "desk@müller.example"})
    outbox.before = {OFFICE: REFUSED}
    assert mail_of(real_company, "company.changed") == ["m0"]
    outbox.before = {}
    assert mail_of(real_company, "company.changed") == []
    assert [to for to, _ in outbox.subjects] == ["desk@xn--mller-kva.example", OFFICE]
    place_order(real_company)
    mail_of(real_company)
    assert outbox.subjects[2][0] == "desk@xn--mller-kva.example"


def test_an_order_that_is_settled_is_not_reminded_of(real_company: Company, outbox: Outbox) -> None:
    signed, waiting = place_order(real_company, 1), place_order(real_company, 2)
    path = f"/v1/licenses/orders/{signed['order_id']}/cancellation"
    assert real_company.call("POST", path, {}).status == 200
    _remind(real_company)
    assert mail_of(real_company, "order.reminder_due") == []
    assert outbox.subjects == [(OFFICE, "7 days left to sign your order of 2 x Jobs, rolling")]
    assert waiting["status"] == "pending_signature"


def test_an_expired_order_is_not_reminded_of(real_company: Company, outbox: Outbox) -> None:
    place_order(real_company)
    _remind(real_company)
    transaction = Transaction()
    transaction.update(keys.account(real_company.account_id), set={"not_before": real_now() + timedelta(days=31)})
    transaction.commit()
    assert mail_of(real_company, "order.reminder_due") == []
    assert outbox.sent == []


def test_nothing_of_a_person_or_company_is_logged(
    real_company: Company, outbox: Outbox, caplog: pytest.LogCaptureFixture
) -> None:
    real_company.call("PATCH", "/v1/company", {"email": "canary@canary.example", "name": "Canary Ltd"})
    place_order(real_company)
    outbox.before = {OFFICE: REFUSED}
    caplog.clear()
    mail_of(real_company)
    logged = str([record.__dict__ for record in caplog.records])
    assert "MessageRejected" in logged
    assert "order_placed" in logged
    assert "anary" not in logged
    assert "brookvale" not in logged


def test_mails_of_a_sandbox_are_kept_and_never_sent(company: Company, outbox: Outbox) -> None:
    order = place_order(company)
    assert [mail_of(company), mail_of(company)] == [[], []]
    assert outbox.sent == []
    (mail,) = mails(company.account_id)
    assert (mail.kind, mail.to, mail.at.isoformat()) == ("order_placed", OFFICE, "2027-03-05T09:00:00+00:00")
    assert [each.sha256 for each in mail.attachments] == [order["document_sha256"]]
    assert order["order_id"] in mail.text


def test_a_sandbox_reminds_as_of_the_instant_of_the_reminder(company: Company, outbox: Outbox) -> None:
    place_order(company)
    _remind(company)
    company.at(real_now() + timedelta(days=4000))
    mail_of(company)
    assert [mail.kind for mail in mails(company.account_id)] == ["order_placed", "signature_reminder"]


def test_the_local_stack_sends_and_keeps(
    real_company: Company, outbox: Outbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STAGE", "local")
    place_order(real_company)
    mail_of(real_company)
    mail_of(real_company)
    assert len(outbox.sent) == 1
    (mail,) = mails()
    assert (mail.account_id, mail.subject) == (real_company.account_id, str(outbox.sent[0]["Subject"]))


def test_elsewhere_nothing_is_kept(real_company: Company, outbox: Outbox) -> None:
    place_order(real_company)
    mail_of(real_company)
    assert mails() == []
    assert len(outbox.sent) == 1


def test_kept_mails_are_in_the_order_of_what_happened(company: Company, outbox: Outbox) -> None:
    company.buy("jobs-rolling", 5)
    place_order(company)
    company.call("PATCH", "/v1/company", {"email": "desk@brookvale.example"})
    events = activity_of(company.account_id)
    assert bring(MAILER, [message(event) for event in reversed(events)]) == []
    kinds = [(mail.kind, mail.to) for mail in mails(company.account_id)]
    assert kinds == [
        ("order_signed", "desk@brookvale.example"), ("order_placed", "desk@brookvale.example"),
        ("address_changed", "desk@brookvale.example"), ("address_changed", OFFICE),
    ]  # fmt: skip


def test_a_claim_is_noted_for_good(real_company: Company, outbox: Outbox) -> None:
    place_order(real_company)
    mail_of(real_company)
    (placed,) = activity_of(real_company.account_id, "order.placed")
    item = dynamodb.get(keys.sent(real_company.account_id, placed.event_id, "mail"))
    assert item is not None
    assert "sent_at" in item
    assert "ttl" not in item


def _remind(company: Company) -> None:
    """Write the reminder of each order that was placed, as the hourly job does."""
    for placed in activity_of(company.account_id, "order.placed"):
        after, transaction = {**placed.after, "days_left": 7}, Transaction()
        add_event(transaction, replace(placed, event_id=new_id(), event_type="order.reminder_due", after=after))
        transaction.commit()

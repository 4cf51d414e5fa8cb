"""An hour of a company on the running stack in which every consumer of a queue is killed after each of its calls."""

import json
import os
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from infra.local.stack import Stack
from infra.operator.accounts import open_described
from infra.operator.files import AccountFile
from infra.operator.target import point_at
from shared.account.archive_requests import keep_request, new_request
from shared.clock import real_now
from shared.domain.people_file import COLUMNS
from shared.domain.user_import import INLINE_ROWS
from shared.ids import new_id
from shared.store.attributes import instant_text
from tests.support.eventually import eventually
from tests.support.http import call
from tests.support.people import PASSWORD, Person, log_in
from tests.support.queues import are_worked_off
from tests.support.short_lives import Lives, short_lived

CONSUMERS = {
    "Mail": "SendMail", "Login": "ProvisionLogin", "Seal": "Seal", "Invoice": "DrawInvoice", "Usage": "RecordUsage",
    "Advance": "AdvanceAccount", "Import": "ImportRows", "Archive": "BuildArchive",
}  # fmt: skip
TRIES_IN_VAIN, AGAIN_S = 5, 20.0
IS_WHOLE = os.environ.get("PROOF") == "1"
CHANGE_NOTHING = ("Get", "BatchGet", "Query", "Head", "List", "AdminGet", "Sign")


def is_ended_after(call: str) -> bool:
    """After every call, or only those that change something: after any other all stands as it stood before."""
    return IS_WHOLE or not call.startswith(CHANGE_NOTHING)


@dataclass
class Hour:
    """The company that lives through it, and others of which only the first invoice is due."""

    stack: Stack
    owner: Person
    account_id: str
    lives: dict[str, Lives]
    archive_id: str
    others: list[str] = field(default_factory=list)
    reports: int = 0
    people: int = 1

    @property
    def doings(self) -> dict[str, Callable[[], object]]:
        """What brings each consumer a message."""
        return {
            "Mail": self.order, "Seal": partial(self.owner.buy, "jobs-rolling", 1), "Login": self.add,
            "Invoice": self.bill_another, "Usage": self.report_log_in, "Advance": self.bill_another,
            "Import": self.start_import, "Archive": self.build_archive,
        }  # fmt: skip

    def live(self) -> None:
        """Once with nothing disturbed, to learn the calls; then until a process has ended after each of them."""
        self._learn("Advance", "Invoice")
        self._learn(*(CONSUMERS.keys() - {"Advance", "Invoice"}))
        with ThreadPoolExecutor() as at_once:
            list(at_once.map(self._until_killed, CONSUMERS))
        self.settle()

    def settle(self) -> None:
        """Wait until nothing is left to be done: what one consumer did may be another's message."""
        for _ in range(2):
            eventually(lambda: are_worked_off(self.stack), within=180, every=0.3)

    def _learn(self, *queues: str) -> None:
        for queue in queues:
            self.lives[queue].forget()
        for queue in queues:
            self.doings[queue]()
        self.settle()

    def _until_killed(self, queue: str) -> None:
        lives = self.lives[queue]
        lives.offer(after=is_ended_after)
        for _ in range(len(lives.due) + TRIES_IN_VAIN):
            before = lives.receipts
            self.doings[queue]()
            if _waits_for(lives, len(before) + 1):
                self._bring_again(queue, lives.receipts - before)
            else:
                # It was brought to one that had made some of the calls before and kept the answers.
                lives.restart()
            if lives.ended == lives.due:
                return

    def _bring_again(self, queue: str, receipts: set[str]) -> None:
        """At once what would be hidden for a minute, but a mail: whoever was killed has claimed it for 16 seconds."""
        if queue != "Mail":
            for receipt in receipts:
                self.stack.client("sqs").change_message_visibility(
                    QueueUrl=self.stack.outputs[f"{queue}QueueUrl"], ReceiptHandle=receipt, VisibilityTimeout=0
                )

    def order(self) -> None:
        quote = self.owner.call("POST", "/v1/licenses/quotes", {"sku": "jobs-rolling", "quantity": 1}).json
        assert self.owner.call("POST", "/v1/licenses/orders", {"quote_id": quote["quote_id"]}).status == 201

    def add(self) -> None:
        self.people += 1
        self.owner.add(f"cyd-{new_id().lower()}")

    def bill_another(self) -> None:
        account_id, _ = open_one()
        self.others.append(account_id)
        self._send("Advance", account_id=account_id, now=real_now().isoformat(), job="bill-month")

    def report_log_in(self) -> None:
        self.reports += 1
        detail = {
            "event_id": new_id(), "account_id": self.account_id, "user_id": self.owner.get("/v1/me")["user_id"],
            "occurred_at": instant_text(real_now()), "device": "desktop",
        }  # fmt: skip
        entry = {
            "Source": "product", "DetailType": "user.logged_in", "Detail": json.dumps(detail),
            "EventBusName": self.stack.outputs["EventBusName"],
        }  # fmt: skip
        assert self.stack.client("events").put_events(Entries=[entry])["FailedEntryCount"] == 0

    def start_import(self) -> None:
        """One person who is added, in a file that is long enough for the worker."""
        self.people += 1
        refused = [f"refused.{number},Nobody,no address,,,," for number in range(INLINE_ROWS)]
        name = f"dee-{new_id().lower()}"
        rows = [",".join(COLUMNS), f"{name},Dee,{name}@example.com,,,,", *refused]
        headers = {"Authorization": f"Bearer {self.owner.token}", "Content-Type": "text/csv"}
        url = f"{self.stack.api_url}/v1/users/imports"
        assert call("POST", url, headers=headers, body="\n".join(rows).encode()).status == 202

    def build_archive(self) -> None:
        """Anew, for what was left undone may have been done meanwhile."""
        s3, place = self.stack.client("s3"), {"Bucket": self.stack.outputs["FilesBucket"]}
        for each in s3.list_objects_v2(**place, Prefix=f"archives/{self.account_id}/").get("Contents", []):
            s3.delete_object(**place, Key=each["Key"])
        self._send("Archive", account_id=self.account_id, archive_id=self.archive_id)

    def _send(self, queue: str, **message: str) -> None:
        self.stack.client("sqs").send_message(
            QueueUrl=self.stack.outputs[f"{queue}QueueUrl"], MessageBody=json.dumps(message)
        )


def lived_through(stack: Stack, directory: Path) -> Hour:
    """The hour, when it is over and all processes live on again."""
    point_at(stack)
    account_id, username = open_one()
    owner = log_in(stack, username)
    owner.buy("jobs-rolling", 1)
    eventually(lambda: all(each["sha256"] for each in owner.get("/v1/contracts")["items"]), within=60)
    eventually(lambda: are_worked_off(stack), within=60)
    with ExitStack() as until_over:
        lives = {
            queue: until_over.enter_context(short_lived(stack, function, directory, BatchSize=1))
            for queue, function in CONSUMERS.items()
        }
        hour = Hour(stack, owner, account_id, lives, archive_id=_archive_asked_for(account_id))
        hour.live()
    return hour


def open_one() -> tuple[str, str]:
    """An account of which the first invoice is due, and its owner's username."""
    username = f"owner-{new_id().lower()}"
    described = {
        "name": "Brook & Vale Ltd", "email": f"{username}@brookvale.example", "address": "1 Mill Lane\nLeeds",
        "time_zone": "Europe/London", "currency": "GBP", "tax_rate_bp": 0, "plans": {"jobs": "go_paperless"},
        "owner": {
            "username": username, "name": "Ana Pop", "email": f"{username}@example.com", "password": PASSWORD,
        },
        "first_order": {"sku": "jobs-contracted", "quantity": 1, "reference": "PO-1"},
    }  # fmt: skip
    return open_described(AccountFile.model_validate(described)).account_id, username


def _waits_for(lives: Lives, ended: int) -> bool:
    deadline = time.monotonic() + AGAIN_S
    while len(lives.ended) < ended and time.monotonic() < deadline:
        time.sleep(0.05)
    return len(lives.ended) >= ended


def _archive_asked_for(account_id: str) -> str:
    """As the API notes it before it sends the worker its message."""
    return keep_request(account_id, new_request(new_id(), real_now(), "Brook & Vale Ltd")).archive_id

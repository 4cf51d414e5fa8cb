"""People imported from CSV: tried out, done within the call or by the worker, again, and after a worker was killed."""

import base64
import json
from datetime import UTC, datetime
from typing import Any

import pytest

from shared import aws
from shared.account import import_packets
from shared.config import setting
from shared.domain.people_file import COLUMNS
from shared.store import dynamodb, keys
from shared.store.transaction import ConditionFailed, Transaction
from tests.functional.users.test_people import add
from tests.functional.users.test_seats import counts, events, put
from tests.support.api import Reply
from tests.support.bus import bring
from tests.support.sample import Company, give_login, load_sample_prices, open_company

HEADER = ",".join(COLUMNS)


def send(company: Company, data: str | bytes, *, dry_run: bool = False, **more: Any) -> Reply:
    data = data.encode() if isinstance(data, str) else data
    return company.call(
        "POST", "/v1/users/imports", raw=base64.b64encode(data).decode(), is_base64=True,
        query={"dry_run": "true"} if dry_run else None, headers={"content-type": "text/csv; charset=utf-8"}, **more,
    )  # fmt: skip


def file_of(*rows: str) -> str:
    return "\n".join([HEADER, *rows])


def verdicts(reply: Reply) -> list[tuple[int, str, str | None]]:
    return [(row["line"], row["result"], row["code"]) for row in reply.body["rows"]]


def messages() -> list[dict[str, Any]]:
    """What lies in the import queue, delayed messages not counted."""
    answer = aws.client("sqs").receive_message(QueueUrl=setting("IMPORT_QUEUE_URL"), MaxNumberOfMessages=10)
    return [json.loads(message["Body"]) for message in answer.get("Messages", [])]


def deliver(message: dict[str, Any]) -> list[str]:
    """Hand a message to the worker; returns what failed."""
    return bring("functions.users.import_rows", [json.dumps(message)])


def usernames(company: Company) -> list[str]:
    items = company.call("GET", "/v1/users", query={"limit": "100"}).body["items"]
    return [user["username"] for user in items]


def many(number: int, *, licenses: str = ",,,") -> str:
    return file_of(*(f"user.{n:04},User {n},user{n}@example.com,{licenses}" for n in range(number)))


def test_each_row_stands_or_falls_alone_and_the_dry_run_tells_before(company: Company) -> None:
    company.buy("jobs-rolling", 2)
    company.buy("sales-support-rolling", 1)
    open_company(owner_username="elsewhere")
    gone = add(company, "gone.by").body["user_id"]
    company.call("POST", f"/v1/users/{gone}/deactivation")
    data = file_of(
        "Ana.Ek,Ana Ek,ana@example.com,jobs-rolling,engineer,sales-support-rolling,sales_support",
        "bo.lind,Bo Lind,bo@example.com,,,sales-support-rolling,sales_support",
        "cy.ek,Cy Ek,cy@example.com,jobs-rolling,owner_manager,,",
        "dee.ek,Dee,dee@example.com,jobs-rolling,engineer,,",
        "ana.ek,Ana Ek,ana@example.com,jobs-rolling,engineer,sales-support-rolling,sales_support",
        "ana.ek,Ana Other,ana@example.com,,,,",
        "elsewhere,X,x@example.com,,,,",
        "gone.by,Bo Lind,bo@brookvale.example,,,,",
        "m\u00fcller,X,x@example.com,,,,",
        "eve.ek,a\u202eb,x@example.com,,,,",
        "eve.ek,Eve,x@,,,,",
        "eve.ek,Eve,x@example.com,jobs,engineer,,",
        "eve.ek,Eve,x@example.com,jobs-rolling,,,",
        "eve.ek,Eve,x@example.com,,engineer,,",
        "eve.ek,Eve,x@example.com,,,sales-support-rolling,sales_person",
        "eve.ek,Eve",
        "eve.ek,=Eve,x@example.com,,,,",
    )
    expected = [
        (2, "added", None), (3, "refused", "no_license_available"), (4, "added", None),
        (5, "refused", "no_license_available"), (6, "unchanged", None), (7, "refused", "user_differs"),
        (8, "refused", "username_taken"), (9, "refused", "user_deactivated"), (10, "refused", "invalid_username"),
        (11, "refused", "invalid_name"), (12, "refused", "invalid_email"), (13, "refused", "invalid_sku"),
        (14, "refused", "invalid_role"), (15, "refused", "invalid_sku"), (16, "refused", "role_not_allowed"),
        (17, "refused", "wrong_columns"), (18, "added", None),
    ]  # fmt: skip
    before = (usernames(company), len(events(company)))
    tried = send(company, data, dry_run=True)
    assert (tried.status, tried.body["status"], tried.body["import_id"]) == (200, "dry_run", None)
    assert verdicts(tried) == expected
    assert (usernames(company), len(events(company))) == before

    done = send(company, data)
    assert (done.status, done.body["status"]) == (200, "done")
    assert done.body["counts"] == {"added": 3, "unchanged": 1, "refused": 13}
    assert done.body["rows"] == tried.body["rows"]
    assert company.call("GET", f"/v1/users/imports/{done.body['import_id']}").body == done.body
    assert counts(company, "jobs-rolling") == (2, 2, 0)
    ana, cy, eve = (user for user in company.call("GET", "/v1/users").body["items"][2:])
    assert [(seat["sku"], seat["role"]) for seat in ana["licenses"]] == [
        ("jobs-rolling", "engineer"), ("sales-support-rolling", "sales_support"),
    ]  # fmt: skip
    assert (cy["licenses"][0]["role"], eve["name"], eve["login"]) == ("owner_manager", "=Eve", "provisioning")
    assert put(company, company.owner_id, "jobs-contracted", "engineer").status == 200


def test_an_import_again_changes_nothing(company: Company) -> None:
    data = many(3)
    send(company, data)
    again = send(company, data)
    assert again.body["counts"] == {"added": 0, "unchanged": 3, "refused": 0}
    assert len(events(company, "user.added")) == 3


def test_a_long_file_is_worked_off_by_the_worker(company: Company) -> None:
    company.buy("jobs-rolling", 70)
    started = send(company, many(75, licenses="jobs-rolling,engineer,,"), key="k-1")
    assert (started.status, started.body["status"], started.body["rows"]) == (202, "running", [])
    path = f"/v1/users/imports/{started.body['import_id']}"
    assert company.call("GET", path).body == started.body
    (message,) = messages()
    assert deliver(message) == []
    done = company.call("GET", path).body
    assert (done["status"], done["counts"]) == ("done", {"added": 70, "unchanged": 0, "refused": 5})
    assert [row["line"] for row in done["rows"]] == list(range(2, 77))
    assert counts(company, "jobs-rolling") == (70, 70, 0)
    assert deliver(message) == []
    assert company.call("GET", path).body == done
    assert send(company, many(75, licenses="jobs-rolling,engineer,,"), key="k-1").body == started.body
    assert send(company, many(74), key="k-1").code == "idempotency_key_reused"


def test_a_killed_worker_is_taken_over_where_it_stood(company: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    company.buy("jobs-rolling", 80)
    started = send(company, many(80, licenses="jobs-rolling,engineer,,")).body
    (message,) = messages()
    commit = Transaction.commit

    def killed_at_the_second_packet(self: Transaction) -> None:
        if packets:
            raise KeyboardInterrupt
        packets.append(len(self))
        commit(self)

    packets: list[int] = []
    monkeypatch.setattr(Transaction, "commit", killed_at_the_second_packet)
    with pytest.raises(KeyboardInterrupt):
        deliver(message)
    monkeypatch.setattr(Transaction, "commit", commit)
    assert packets == [99]
    path = f"/v1/users/imports/{started['import_id']}"
    half = company.call("GET", path).body
    assert (half["status"], half["counts"]["added"], len(half["rows"])) == ("running", 32, 32)
    assert deliver(message) == []
    assert company.call("GET", path).body["counts"] == {"added": 80, "unchanged": 0, "refused": 0}
    assert len(events(company, "user.added")) == 80
    assert counts(company, "jobs-rolling") == (80, 80, 0)


def test_who_was_quicker_makes_packets_smaller_not_rows_wrong(
    company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    company.buy("jobs-rolling", 6)
    sizes: list[int] = []
    write = import_packets._write

    def taken_meanwhile(*args: Any) -> Any:
        sizes.append(len(args[2]))
        if len(sizes) == 1:
            add(company, "user.0002")
            add(company, "late.comer", ("jobs-rolling", "engineer"))
        return write(*args)

    monkeypatch.setattr(import_packets, "_write", taken_meanwhile)
    done = send(company, many(8, licenses="jobs-rolling,engineer,,"))
    assert verdicts(done) == [
        (2, "added", None), (3, "added", None), (4, "refused", "user_differs"), (5, "added", None),
        (6, "added", None), (7, "added", None), (8, "refused", "no_license_available"),
        (9, "refused", "no_license_available"),
    ]  # fmt: skip
    assert counts(company, "jobs-rolling") == (6, 6, 0)


def test_a_short_file_that_others_keep_busy_is_left_to_the_worker(
    company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(*_: Any) -> Any:
        raise ConditionFailed(frozenset({"seats"}))

    write = import_packets._write
    monkeypatch.setattr(import_packets, "_write", busy)
    monkeypatch.setattr("time.sleep", lambda _: None)
    started = send(company, many(2), key="k-1")
    assert (started.status, started.body["status"]) == (202, "running")
    monkeypatch.setattr(import_packets, "_write", write)
    repeated = send(company, many(2), key="k-1")
    assert (repeated.status, repeated.body["counts"]["added"]) == (200, 2)
    assert repeated.body["import_id"] == started.body["import_id"]
    assert send(company, many(2), key="k-1").body == repeated.body


def test_a_call_cut_short_before_its_record_leaves_nothing(company: Company) -> None:
    assert deliver({"account_id": company.account_id, "import_id": "01J0"}) == []


def test_what_is_due_comes_first(company: Company) -> None:
    company.buy("jobs-contracted", 1)
    company.call("PUT", "/v1/licenses/jobs-contracted/renewal", {"quantity": 1})
    company.at(datetime(2028, 3, 5, 9, tzinfo=UTC))
    data = file_of("bo.lind,Bo,bo@example.com,jobs-contracted,engineer,,")
    tried = send(company, data, dry_run=True)
    assert counts(company, "jobs-contracted") == (2, 1, 1)
    assert verdicts(tried) == verdicts(send(company, data)) == [(2, "refused", "no_license_available")]
    assert counts(company, "jobs-contracted") == (1, 1, 0)


def test_a_license_that_the_plan_does_not_sell_is_told_apart() -> None:
    load_sample_prices()
    legacy = open_company(plans={"jobs": "classic"})
    data = file_of("bo.lind,Bo,bo@example.com,jobs-daily,engineer,,", "cy.ek,Cy,cy@example.com,jobs-rolling,engineer,,")
    expected = [(2, "refused", "not_sold_on_plan"), (3, "refused", "no_license_available")]
    assert verdicts(send(legacy, data, dry_run=True)) == verdicts(send(legacy, data)) == expected


def test_a_file_that_cannot_be_taken_is_refused_whole(company: Company) -> None:
    for data, told in (
        (b"", "must begin"), (HEADER.encode(), "no rows"), (HEADER.encode() + b"\n\xfc", "UTF-8"),
        (b"a,b\n1,2", "must begin"), (f'{HEADER}\n"bo"x,,,,,,'.encode(), "quotation mark"),
        (many(1001).encode(), "1,000"),
    ):  # fmt: skip
        for dry_run in (True, False):
            refused = send(company, data, dry_run=dry_run)
            assert (refused.status, refused.body["errors"][0]["field"]) == (422, "body")
            assert told in refused.body["errors"][0]["message"]
    assert events(company, "import") == []


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_file_whose_cells_are_all_quoted_is_taken(company: Company, delimiter: str) -> None:
    rows = [COLUMNS, ("bo.lind", 'Lind, Bo; "B"', "bo@example.com", "", "", "", "")]
    quoted = (delimiter.join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows)
    assert verdicts(send(company, "\r\n".join(quoted))) == [(2, "added", None)]
    assert company.call("GET", "/v1/users", query={"q": "bo.lind"}).body["items"][0]["name"] == 'Lind, Bo; "B"'


def test_empty_columns_of_a_spreadsheet_at_the_end_are_none(company: Company) -> None:
    rows = [HEADER + ",,", "bo.lind,Bo,bo@example.com,,,,,,", "cy.ek,Cy,cy@example.com,,,,,,x"]
    assert verdicts(send(company, "\n".join(rows))) == [(2, "added", None), (3, "refused", "wrong_columns")]


def test_rows_are_told_in_the_order_of_the_file_however_many_lines_it_has(company: Company) -> None:
    rows = [f"user.{n:02},User {n},user{n}@example.com,,,," for n in range(40)]
    done = send(company, "\n".join([HEADER, *[""] * 2000, *rows[:32], *[""] * 9000, *rows[32:]]))
    assert [row["line"] for row in done.body["rows"]] == [*range(2002, 2034), *range(11034, 11042)]


def test_only_csv_from_an_owner_is_taken(company: Company) -> None:
    assert company.call("POST", "/v1/users/imports", {"a": 1}).status == 415
    bad = company.call("POST", "/v1/users/imports", query={"dry_run": "1"}, headers={"content-type": "text/csv"})
    assert bad.status == 422
    company.buy("jobs-rolling", 1)
    finance = add(company, "fin", ("jobs-rolling", "financial_office_staff")).body["user_id"]
    sub = give_login(company.account_id, finance)
    done = send(company, many(1))
    assert send(company, many(2), sub=sub).code == "role_missing"
    assert send(company, many(2), sub=sub, dry_run=True).code == "role_missing"
    path = f"/v1/users/imports/{done.body['import_id']}"
    assert company.call("GET", path, sub=sub).status == 200
    other = open_company(owner_username="elsewhere")
    assert other.call("GET", path).status == 404
    assert dynamodb.get(keys.user_import(company.account_id, done.body["import_id"])) is not None


def test_plain_text_of_the_gateway_is_taken_too(company: Company) -> None:
    done = company.call("POST", "/v1/users/imports", raw=many(1), headers={"content-type": "text/csv"})
    assert done.body["counts"]["added"] == 1

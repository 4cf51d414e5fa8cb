"""Billing over HTTP, bus and command line: usage to ledger to invoice, under the functions' own rights."""

import json

from infra.local.stack import Stack
from tests.support.eventually import eventually
from tests.support.people import Person, open_company, operate, operate_file

OPENED = {"now": "2027-03-05T09:00:00Z"}


def log_in_event(account_id: str, user_id: str, event_id: str, day: str) -> dict[str, object]:
    detail = {
        "event_id": event_id, "account_id": account_id, "user_id": user_id, "device": "desktop",
        "occurred_at": f"{day}T10:00:00Z",
    }  # fmt: skip
    return {"detail_type": "user.logged_in", "detail": detail}


def clock(account_id: str, to: str, *words: str) -> dict[str, int]:
    code, done = operate("clock", account_id, "--to", to, *words)
    assert code == 0, done
    return done


def taken(account_id: str, stack: Stack, *event_ids: str) -> None:
    keys = [{"pk": {"S": f"A#{account_id}#EV"}, "sk": {"S": event_id}} for event_id in event_ids]
    table = stack.outputs["BillingTable"]

    def all_there() -> bool:
        answer = stack.client("dynamodb").batch_get_item(RequestItems={table: {"Keys": keys}})
        return len(answer["Responses"][table]) == len(keys)

    eventually(all_there, within=30)


def user_of(owner: Person) -> str:
    return str(owner.get("/v1/me")["user_id"])


def test_used_days_become_an_invoice_that_was_foreseen_and_is_drawn(stack: Stack) -> None:
    first = {"sku": "jobs-daily", "quantity": 1, "reference": "PO-1"}
    account_id, owner = open_company(stack, sandbox=OPENED, first_order=first, tax_rate_bp=2000)
    events = [log_in_event(account_id, user_of(owner), f"e{day}", f"2027-03-{day:02}") for day in (6, 9, 9)]
    assert operate_file("put-event", events)[0] == 0
    taken(account_id, stack, "e6", "e9")
    foreseen = owner.get("/v1/billing/upcoming")
    assert clock(account_id, "2027-04-05T00:00:00Z")["invoices"] == 1
    (listed,) = owner.get("/v1/billing/invoices")["items"]
    issued = owner.get(f"/v1/billing/invoices/{listed['number']}")
    assert (issued["net"], issued["total"]) == (foreseen["net"], foreseen["total"])
    # The owner's own log-in to the test counts too.
    assert [line["starts_on"] for line in issued["lines"]] == ["2027-03-05", "2027-03-06", "2027-03-09"]
    link = eventually(lambda: owner.get("/v1/billing/invoices/1")["pdf"], within=60)
    assert link["file_name"].endswith(".pdf")
    charges = owner.call("GET", "/v1/billing/charges", query={"from": "2027-03-09", "to": "2027-03-10"}).json
    assert [charge["invoice_number"] for charge in charges["items"]] == [1]
    assert owner.get("/v1/utilization")["items"] == []
    assert operate("verify", account_id)[0] == 0


def test_usage_of_somebody_else_is_kept_aside_and_listed(stack: Stack) -> None:
    account_id, _ = open_company(stack, sandbox=OPENED)
    assert operate_file("put-event", log_in_event(account_id, "01NOBODY", "strange", "2027-03-06"))[0] == 0

    def kept() -> list[dict[str, str]]:
        return [each for each in operate("kept-aside", "list")[1]["items"] if each["account_id"] == account_id]

    assert [each["reason"] for each in eventually(kept, within=30, every=0.2)] == ["unknown_user"]
    assert operate("kept-aside", "replay", "strange")[1]["items"][0]["outcome"] == "refused"


def test_the_operator_changes_plan_and_tax_and_credits_a_line(stack: Stack) -> None:
    account_id, owner = open_company(stack, sandbox=OPENED)
    assert operate("change-plan", account_id, "jobs", "automation")[1]["from_on"] == "2027-04-05"
    assert operate("set-tax", account_id, "1000")[0] == 0
    line = owner.get("/v1/billing/charges")["items"][0]
    code, credit = operate("credit", account_id, line["charge_id"], "--reason", "Agreed")
    assert (code, credit["amount"], credit["credits"]) == (0, -line["amount"], line["charge_id"])
    assert operate("credit", account_id, line["charge_id"], "--reason", "Agreed")[1]["code"] == "nothing_left"
    clock(account_id, "2027-05-05T00:00:00Z")
    first, second, _ = (owner.get(f"/v1/billing/invoices/{number}") for number in (1, 2, 3))
    # The opening invoice was due before the rate was set.
    assert (first["tax_rate_bp"], second["tax_rate_bp"], second["net"]) == (0, 1000, 0)
    assert owner.get("/v1/company")["plans"]["jobs"] == "automation"


def test_a_schedule_has_its_accounts_billed_by_the_worker(stack: Stack) -> None:
    _, owner = open_company(stack)
    functions = stack.client("lambda").list_functions()["Functions"]
    name = next(each["FunctionName"] for each in functions if "BillMonth" in each["FunctionName"])
    now = owner.get("/v1/licenses/orders")["items"][0]["activated_at"]
    event = json.dumps({"job": "bill-month", "now": now}).encode()
    stack.client("lambda").invoke(FunctionName=name, Payload=event)
    assert eventually(lambda: owner.get("/v1/billing/invoices")["items"], within=30)[0]["number"] == 1

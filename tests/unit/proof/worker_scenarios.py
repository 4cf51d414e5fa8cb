"""Every consumer, worker and job: what stands before, and the one message."""

import json
from datetime import date, timedelta
from typing import Any

from shared.account.advance import advance
from shared.domain.activity import Event
from shared.ids import new_id
from shared.store.attributes import instant_text
from shared.store.due import SEAL
from shared.store.invoices import invoice_lines
from tests.support.bus import activity_of, bring, message
from tests.support.rights import invoke
from tests.unit.proof.api_scenarios import Action, Preparing, people_file
from tests.unit.proof.place import Place

RECORDER, ADVANCER = "functions.billing.record_usage", "functions.billing.advance_account"
MONTH = timedelta(days=32)


def _message(module: str, body: str) -> Action:
    return lambda: bring(module, [body])


def _report(place: Place, detail_type: str, **detail: Any) -> str:
    known = {"event_id": new_id(), "account_id": place.account_id, "occurred_at": instant_text(place.now)}
    return json.dumps({"source": "product", "detail-type": detail_type, "detail": known | detail})


def _advance(place: Place, job: str) -> Action:
    message = {"account_id": place.account_id, "now": place.now.isoformat(), "job": job}
    return _message(ADVANCER, json.dumps(message))


def record_log_in(place: Place) -> Action:
    place.buy("jobs-daily", 1)
    return _message(RECORDER, _report(place, "user.logged_in", user_id=place.people["cyd"], device="desktop"))


def _booked(place: Place, kind: str, days: int, username: str = "cyd") -> str:
    on, user_id = str((place.now + timedelta(days=days)).date()), place.people[username]
    return _report(place, f"diary_event.{kind}", user_id=user_id, diary_event_id="D1", diary_on=on)


def record_booked(place: Place) -> Action:
    return _message(RECORDER, _booked(place, "booked", 1))


def record_moved(place: Place) -> Action:
    assert bring(RECORDER, [_booked(place, "booked", 1)]) == []
    return _message(RECORDER, _booked(place, "moved", 2))


def record_together(place: Place) -> Action:
    """Three events, two of them on one day."""
    bodies = [
        _booked(place, "booked", 1),
        _report(place, "user.logged_in", user_id=place.people["bob"], device="desktop"),
    ]
    bodies.append(_report(place, "diary_event.actioned", user_id=place.people["bob"], diary_event_id="D2"))
    return lambda: bring(RECORDER, bodies)


def record_storage(place: Place) -> Action:
    return _message(RECORDER, _report(place, "storage.measured", product="jobs", bytes=10**13))


def record_refused(place: Place) -> Action:
    return _message(RECORDER, _report(place, "user.logged_in", user_id="nobody", device="desktop"))


def charge_month(place: Place) -> Action:
    place.ahead(MONTH)
    return _advance(place, "bill-month")


def charge_days(place: Place) -> Action:
    _logs_in_on_a_daily_day(place)
    place.ahead(timedelta(days=2))
    return _advance(place, "charge-daily")


def charge_day_of_seat_given_up(place: Place) -> Action:
    _books_a_daily_day(place)
    place.ahead(timedelta(days=1))
    place.done("DELETE", f"/v1/users/{place.people['eve']}/licenses/jobs")
    place.ahead(timedelta(days=1))
    return _advance(place, "charge-daily")


def take_back_day(place: Place) -> Action:
    """Cancelled in time, known late."""
    _books_a_daily_day(place)
    in_time = instant_text(place.now)
    place.ahead(timedelta(days=3), idle=False)
    detail = {"user_id": place.people["eve"], "diary_event_id": "D1", "occurred_at": in_time}
    assert bring(RECORDER, [_report(place, "diary_event.cancelled", **detail)]) == []
    return _advance(place, "charge-daily")


def _logs_in_on_a_daily_day(place: Place) -> None:
    place.buy("jobs-daily", 1)
    place.add("eve", jobs_daily="engineer")
    report = _report(place, "user.logged_in", user_id=place.people["eve"], device="desktop")
    assert bring(RECORDER, [report]) == []


def _books_a_daily_day(place: Place) -> None:
    place.buy("jobs-daily", 1)
    place.add("eve", jobs_daily="engineer")
    assert bring(RECORDER, [_booked(place, "booked", 1, "eve")]) == []


def renew(place: Place) -> Action:
    term = next(each for each in place.done("GET", "/v1/licenses")["products"] if each["term"])["term"]
    left = timedelta(days=_days_until(place, term["ends_before"]) - 1)
    place.ahead(left, idle=False)
    place.ahead(timedelta(days=2))
    return _advance(place, "renew-terms")


def expire(place: Place) -> Action:
    place.order("jobs-rolling", 2)
    place.ahead(timedelta(days=29), idle=False)
    place.ahead(timedelta(days=2))
    return _advance(place, "expire-pending")


def remind(place: Place) -> Action:
    place.order("jobs-rolling", 2)
    place.ahead(timedelta(days=24))
    return _advance(place, "expire-pending")


def start_bill_month(place: Place) -> Action:
    return _job(place, "functions.billing.bill_month", "bill-month", MONTH)


def start_expire_pending(place: Place) -> Action:
    place.order("jobs-rolling", 2)
    return _job(place, "functions.licenses.expire_pending", "expire-pending", timedelta(days=31))


def start_charge_daily(place: Place) -> Action:
    _logs_in_on_a_daily_day(place)
    return _job(place, "functions.billing.charge_daily", "charge-daily", timedelta(days=2))


def start_renew_terms(place: Place) -> Action:
    return _job(place, "functions.licenses.renew_terms", "renew-terms", timedelta(days=366))


def watch_seals(place: Place) -> Action:
    """As it would be ten minutes later: `verify`, too, then tells of the contract."""
    for item in place.memory.tables.tables["Licenses"].values():
        if item.get("due_shard", {}).get("S", "").startswith(SEAL):
            item["due_at"] = {"S": instant_text(place.now)}
    event = {"job": "watch-seals", "now": place.now.isoformat()}
    return lambda: invoke("functions.documents.watch_seals", event)["unsealed"]


def _job(place: Place, module: str, job: str, later: timedelta) -> Action:
    event = {"job": job, "now": place.ahead(later).isoformat()}
    return lambda: invoke(module, event)["accounts"]


def seal(place: Place) -> Action:
    return _message("functions.documents.seal", place.last_message("order.signed"))


def draw_invoice(place: Place) -> Action:
    """With a line of a person, who is named."""
    _logs_in_on_a_daily_day(place)
    place.ahead(timedelta(days=2), idle=False)
    place.ahead(MONTH)
    advance(place.account_id, place.now)
    issued = activity_of(place.account_id, "invoice.issued")
    return _message("functions.documents.draw_invoice", message(next(filter(_has_line_of_a_person, issued))))


def _has_line_of_a_person(issued: Event) -> bool:
    lines = invoice_lines(issued.account_id, date.fromisoformat(issued.after["issued_on"]))
    return any(line.user_id for line in lines)


def provision_login(place: Place) -> Action:
    return _message("functions.users.provision_login", place.last_message("user.added"))


def shut_out_login(place: Place) -> Action:
    assert provision_login(place)() == []
    place.done("POST", f"/v1/users/{place.people['cyd']}/deactivation")
    return _message("functions.users.provision_login", place.last_message("user.deactivated"))


def reopen_login(place: Place) -> Action:
    assert shut_out_login(place)() == []
    place.done("POST", f"/v1/users/{place.people['cyd']}/reactivation")
    return _message("functions.users.provision_login", place.last_message("user.reactivated"))


def remake_login(place: Place) -> Action:
    """Of the owner, whom the pool knows no more: there is another subject."""
    return _message("functions.users.provision_login", place.last_message("account.opened"))


def readdress_login(place: Place) -> Action:
    assert provision_login(place)() == []
    place.done("PATCH", f"/v1/users/{place.people['cyd']}", {"email": "cyd.new@brookvale.example"})
    return _message("functions.users.provision_login", place.last_message("user.edited"))


def mail_invitation(place: Place) -> Action:
    assert provision_login(place)() == []
    return _message("functions.mail.send", place.last_message("login.ready"))


def mail(place: Place) -> Action:
    place.order("jobs-rolling", 2)
    return _message("functions.mail.send", place.last_message("order.placed"))


def publish(place: Place) -> Action:
    items = [item for item in place.memory.tables.tables["Licenses"].values() if "event_type" in item]
    records = [
        {"eventName": "INSERT", "dynamodb": {"SequenceNumber": str(number), "NewImage": item}}
        for number, item in enumerate(items)
    ]  # fmt: skip

    return lambda: invoke("functions.events.publish", {"Records": records * 3})["batchItemFailures"]


def import_rows(place: Place) -> Action:
    headers = {"content-type": "text/csv"}
    started = place.done("POST", "/v1/users/imports", raw=people_file(150), headers=headers)
    message = {"account_id": place.account_id, "import_id": started["import_id"]}
    return _message("functions.users.import_rows", json.dumps(message))


def build_archive(place: Place) -> Action:
    place.buy("jobs-rolling", 1)
    place.consume("order.signed")
    asked = place.done("POST", "/v1/contracts/archive")
    message = {"account_id": place.account_id, "archive_id": asked["archive_id"]}
    return _message("functions.documents.build_archive", json.dumps(message))


def _days_until(place: Place, date_text: str) -> int:
    return (date.fromisoformat(date_text) - place.now.date()).days


WORKERS: tuple[Preparing, ...] = (
    record_log_in, record_booked, record_moved, record_together, record_storage, record_refused, charge_month,
    charge_days, charge_day_of_seat_given_up, take_back_day, renew, expire, remind, start_bill_month,
    start_expire_pending, start_charge_daily, start_renew_terms, seal, draw_invoice, provision_login, shut_out_login,
    reopen_login, remake_login, readdress_login, mail, mail_invitation, publish, import_rows, build_archive,
)  # fmt: skip

"""Least privilege, both ways: each call that a function makes is granted to its role, and each grant is made use of."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from shared.domain.pool import Lot, Pool
from shared.store import dynamodb, keys
from shared.store.records import from_item, to_item
from shared.store.transaction import Transaction
from tests.support.grants import Right, granted_to
from tests.support.memory_aws import MemoryAws, undisturbed
from tests.support.rights import Rights, rights_watched
from tests.support.template import functions
from tests.unit.proof.api_scenarios import API, Action, import_small
from tests.unit.proof.faults import error_of
from tests.unit.proof.place import Place, busy_place
from tests.unit.proof.read_scenarios import read_everything, sign_in
from tests.unit.proof.worker_scenarios import (
    WORKERS,
    build_archive,
    charge_day_of_seat_given_up,
    charge_days,
    import_rows,
    mail,
    take_back_day,
    watch_seals,
)

MANY_LOTS = 45
"""More than one write charges in a month."""


def test_every_call_is_granted_and_every_grant_is_used(
    memory: MemoryAws, record_property: Callable[[str, object], None]
) -> None:
    with rights_watched() as rights:
        everything_is_done(memory)
    granted = [(name, right) for name in functions() for right in granted_to(name)]
    unused = [each for each in granted if not is_used(rights, *each)]
    record_property("calls to AWS that the caller's role allows", (rights.calls, rights.calls))
    record_property("rights of roles that are made use of", (len(granted) - len(unused), len(granted)))
    assert [f"{name} does not use {right.action} on {right.resource}" for name, right in unused] == []


def is_used(rights: Rights, function: str, granted: Right) -> bool:
    return any(granted.covers(used) for used in rights.used[function])


def everything_is_done(memory: MemoryAws) -> None:
    """All that is known to be done: again with the files of a try that wrote nothing, and with work due first."""
    place, empty = busy_place(memory), memory.kept()
    for preparing in (*API, *WORKERS, watch_seals):
        memory.back_to(empty)
        done_again_and_with_its_files(memory, preparing(place))
    memory.back_to(empty)
    for _ in read_everything(place):
        sign_in()
    for preparing in (charge_days, charge_day_of_seat_given_up, take_back_day):
        memory.back_to(empty)
        place.ahead(timedelta(days=1), idle=False)
        preparing(place)
        place.done("GET", "/v1/billing/upcoming")
    memory.back_to(empty)
    no_license_is_left(place)
    for preparing, refused in ((mail, "sesv2.send_email"), (build_archive, "s3.complete_multipart_upload")):
        memory.back_to(empty)
        done_while_refused(memory, preparing(place), refused)
    for made_due, later in ((many_lots, 32), (on_the_eve_of_renewal, 2)):
        memory.back_to(empty)
        made_due(place)
        done_with_work_due(memory, place, timedelta(days=later))


def no_license_is_left(place: Place) -> None:
    """Whoever wants one is told what it would cost."""
    fay = place.add("fay")
    place.done("POST", f"/v1/users/{fay}/deactivation")
    place.done("POST", "/v1/licenses/jobs-rolling/deletions", {"quantity": 2})
    seat = {"sku": "jobs-rolling", "role": "engineer"}
    gus = {"username": "gus", "name": "Gus Ek", "email": "gus@brookvale.example", "licenses": [seat]}
    for method, path, body in (
        ("PUT", f"/v1/users/{place.people['bob']}/licenses/jobs", seat), ("POST", "/v1/users", gus),
        ("POST", f"/v1/users/{fay}/reactivation", {"licenses": [seat]}),
    ):  # fmt: skip
        assert place.company.call(method, path, body).code == "no_license_available"
    for preparing in (import_small, import_rows):
        preparing(place)()


def done_again_and_with_its_files(memory: MemoryAws, action: Action) -> None:
    before = memory.kept()
    action()
    action()
    files = memory.files.versions
    memory.back_to(before)
    memory.files.versions = files
    action()


def done_while_refused(memory: MemoryAws, action: Action, call: str) -> None:
    def refusing(name: str, run: Callable[[], Any]) -> Any:
        if name == call:
            raise error_of("refused", name)
        return run()

    memory.around = refusing
    action()
    memory.around = undisturbed


def done_with_work_due(memory: MemoryAws, place: Place, later: timedelta) -> None:
    before = memory.kept()
    for preparing in (*API, import_rows):
        memory.back_to(before)
        action = preparing(place)
        place.ahead(later)
        action()


def many_lots(place: Place) -> None:
    key = keys.pool(place.account_id, "jobs-contracted")
    pool = from_item(Pool, dynamodb.get(key) or {})
    lots = (*pool.lots, *(Lot(5000 + number, 1, 1) for number in range(MANY_LOTS)))
    more = {"owned": pool.owned + MANY_LOTS, "available": pool.available + MANY_LOTS}
    transaction = Transaction()
    transaction.put(key, to_item(replace(pool, lots=lots, **more)))
    transaction.commit()


def on_the_eve_of_renewal(place: Place) -> None:
    """Of two terms, one of which ends for good."""
    place.buy("sales-person-contracted", 1)
    place.done("PUT", "/v1/licenses/sales-person-contracted/renewal", {"quantity": 0})
    terms = [each["term"] for each in place.done("GET", "/v1/licenses")["products"] if each["term"]]
    ends_before = date.fromisoformat(terms[0]["ends_before"])
    place.ahead(timedelta(days=(ends_before - place.now.date()).days - 1), idle=False)

"""A file of a thousand people on the running stack, which is busy with their log-ins for minutes afterwards."""

import time

import pytest

from infra.local.stack import Stack
from shared.ids import new_id
from tests.e2e.test_people import HEADER, send
from tests.support.eventually import eventually
from tests.support.people import open_company, operate


@pytest.mark.slow
def test_a_thousand_people_are_imported_within_a_minute(stack: Stack) -> None:
    account_id, owner = open_company(stack)
    owner.buy("jobs-rolling", 990)
    tag = new_id().lower()
    rows = [f"p{n}.{tag},Person {n},p{n}@example.com,jobs-rolling,engineer,," for n in range(1000)]
    data = "\r\n".join([HEADER, *rows]).encode("utf-8-sig")
    tried = send(owner, data, query="?dry_run=true").json
    started, began = send(owner, data), time.monotonic()
    assert (started.status, started.json["status"]) == (202, "running")
    path = f"/v1/users/imports/{started.json['import_id']}"
    eventually(lambda: owner.get(path)["status"] == "done", within=60, every=0.2)
    done = owner.get(path)
    print(f"1,000 rows in {time.monotonic() - began:.1f} s")  # noqa: T201
    assert done["counts"] == tried["counts"] == {"added": 990, "unchanged": 0, "refused": 10}
    assert done["rows"] == tried["rows"]
    assert operate("verify", account_id)[0] == 0

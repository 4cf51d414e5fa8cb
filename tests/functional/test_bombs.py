"""Bodies and headers made to break their reader: each a clean refusal, quickly, with nothing kept."""

import json
import sys
import time
from collections.abc import Iterator
from typing import Any

import pytest

from tests.support.sample import Company, signature_body
from tests.support.unharmed import check_refused, described_routes, unharmed_company

DEEP, HUGE, SEVEN_MEGABYTES = 100_000, 10**5000, 7 * 1024 * 1024
IMPORTS = "/v1/users/imports"
COLUMNS = "username,name,email,jobs_sku,jobs_role,sales_sku,sales_role\n"
IDS = {"sku": "jobs-contracted", "product": "jobs", "user_id": "none", "order_id": "none"}

BROKEN = {
    "lists in lists": "[" * DEEP, "closed lists in lists": "[" * DEEP + "]" * DEEP,
    "objects in objects": '{"a":' * DEEP + "1" + "}" * DEEP,
    "a field with lists in lists": '{"quantity":' + "[" * DEEP + "]" * DEEP + "}",
    "a number of 5,000 digits": f'{{"quantity": 1{"0" * 5000}}}',
    "a number over all bounds": '{"quantity": 1e999999999}', "no number": '{"quantity": NaN}',
    "the same name twice": '{"quantity": 1, "quantity": 2}',
    "the same name twice, further in": '{"signature": {"consent": false, "consent": true}}',
    "seven megabytes": json.dumps({"name": "x" * SEVEN_MEGABYTES}),
    "half a pair": '{"name": "\\ud800", "username": "\\udfff"}', "half a pair as a name": '{"\\ud800": 1}',
    "half a pair as a name that stands twice": '{"\\ud800": 1, "\\ud800": 2}',
    "a control character": '{"name": "a\x00b"}', "text after it": "{} {}", "a mark before it": "\ufeff{}",
    "only a mark": "\ufeff", "white space": "   ",
    "half a million unknown fields": "{" + ",".join(f'"n{n}":1' for n in range(500_000)) + "}",
    "fields of 900 KB": '{"' + "n" * 900_000 + '": 1}', "9,000 fields": json.dumps({f"n{n}": 1 for n in range(9_000)}),
    "a list": '[{"quantity": 1}]', "a list of nothing": "[]", "a text": '"x"', "a number": "1",
}  # fmt: skip
BROKEN_CSV = {
    "seven megabytes": "x" * SEVEN_MEGABYTES, "a cell that never ends": 'username,name,email\n"' + "x" * 500_000,
    "200,000 columns": "," * 200_000, "200,000 lines": "\n" * 200_000, "control characters": "\x00" * 1000,
    "quotes": '"' * 100_001, "nothing": "",
    "a row of 200,000 columns": COLUMNS + "," * 200_000, "a quotation that never ends": COLUMNS + 'a,"b,c,,,,\n' * 900,
    "a row too many": COLUMNS + "a.b,A,a@example.com,,,,\n" * 1001, "lines in a cell": COLUMNS + '"a\n' * 3000,
    "a header with a mebibyte of commas": COLUMNS.strip() + "," * 1_040_000, "one column a lot": "email," * 170_000,
    "a byte over a MiB": COLUMNS + "x" * (2**20 + 1 - len(COLUMNS)),
}  # fmt: skip
BODIES: dict[str, dict[str, Any]] = {
    "POST /v1/licenses/quotes": {"sku": "jobs-rolling", "quantity": 1},
    "POST /v1/licenses/orders": {"quote_id": "none"},
    "POST /v1/licenses/orders/none/signature": signature_body("0" * 64),
    "POST /v1/licenses/jobs-rolling/deletions": {"quantity": 1},
    "PUT /v1/licenses/jobs-contracted/renewal": {"quantity": 1},
    "PATCH /v1/company": dict.fromkeys(("name", "email", "address", "time_zone", "tax_id"), "x"),
    "POST /v1/users": {"username": "new.one", "name": "New One", "email": "new@example.com"},
    "PATCH /v1/users/none": {"name": "Bo", "email": "bo@example.com"},
    "PUT /v1/users/none/licenses/jobs": {"sku": "jobs-rolling", "role": "engineer"},
    "POST /v1/users/none/reactivation": {"licenses": [{"sku": "jobs-rolling", "role": "engineer"}]},
}  # fmt: skip
VALUES: list[Any] = [
    "a\ud800", "\udfff", "a\x00b", "a\r\nb", "\u202e", "", " ", "x" * 300_000, HUGE, -HUGE, 1e308, True, [], {}, [[[]]],
    {"a": {"a": {}}},
]  # fmt: skip
HEADERS = {
    "a key of 20 KB": {"idempotency-key": "k" * 20_000}, "an empty key": {"idempotency-key": ""},
    "a version of 20 KB": {"if-match": "v" * 20_000},
    "half a pair as a key": {"idempotency-key": "\ud800"}, "half a pair as a version": {"if-match": "\ud800"},
}  # fmt: skip


@pytest.fixture(scope="module")
def company() -> Iterator[Company]:
    with unharmed_company() as company:
        yield company


@pytest.fixture(autouse=True)
def aws(company: Company) -> None:
    """Nothing here changes anything: one stand-in for all."""


@pytest.mark.parametrize("name", BROKEN)
def test_a_body_made_to_break_is_refused(company: Company, name: str) -> None:
    started = time.process_time()
    for method, path in described_routes("post", "put", "patch"):
        if path != IMPORTS:
            check_refused(company.call(method, path.format_map(IDS), raw=BROKEN[name]), 400, 422)
    assert time.process_time() - started < 3


@pytest.mark.parametrize("name", BROKEN_CSV)
def test_a_file_made_to_break_is_refused(company: Company, name: str) -> None:
    started = time.process_time()
    check_refused(company.call("POST", IMPORTS, raw=BROKEN_CSV[name], headers={"content-type": "text/csv"}), 400, 422)
    assert time.process_time() - started < 3


def test_a_name_of_accents_in_disorder_is_not_put_in_order(company: Company) -> None:
    started = time.process_time()
    row = f"{COLUMNS}a.bc,A{chr(0x301) * 60_000}{chr(0x316) * 60_000},a@example.com,,,,\n"
    reply = company.call("POST", IMPORTS, raw=row, query={"dry_run": "true"}, headers={"content-type": "text/csv"})
    assert [row["detail"] for row in reply.body["rows"]] == ["name: takes at most 200 characters"]
    assert time.process_time() - started < 1


@pytest.mark.parametrize(("route", "field"), [(route, field) for route, body in BODIES.items() for field in body])
def test_a_field_made_to_break_is_refused(company: Company, route: str, field: str) -> None:
    for value in VALUES:
        reply = company.call(*route.split(), raw=written_out({**BODIES[route], field: value}))
        # What one field may well be, as an id of 300,000 characters, still finds nothing.
        check_refused(reply, 400, 404, 422)


def written_out(body: dict[str, Any]) -> str:
    """As JSON, with numbers that Python by itself would not write."""
    before = sys.get_int_max_str_digits()
    sys.set_int_max_str_digits(0)
    try:
        return json.dumps(body)
    finally:
        sys.set_int_max_str_digits(before)


@pytest.mark.parametrize("name", HEADERS)
def test_a_header_made_to_break_is_refused(company: Company, name: str) -> None:
    check_refused(company.call("PATCH", "/v1/company", {"name": "Other"}, headers=HEADERS[name]), 412, 422)


@pytest.mark.parametrize("path", ["/v1/licenses/quotes", IMPORTS])
def test_a_type_of_20_kb_is_refused(company: Company, path: str) -> None:
    check_refused(company.call("POST", path, {}, headers={"content-type": "a/" + "b" * 20_000}), 415)


ODD_HEADERS = [
    {"accept": "a/b," * 5000}, {"accept": "text/csv;q=" + "9" * 5000}, {"cookie": "a=b;" * 3000}, {"x": "\ud800"},
    {"content-encoding": "gzip"}, {f"x-{number}": "y" for number in range(2000)},
]  # fmt: skip


@pytest.mark.parametrize("path", ["/v1/billing/charges", "/v1/me"])
def test_headers_that_nobody_reads_cost_nothing(company: Company, path: str) -> None:
    started = time.process_time()
    assert {company.call("GET", path, headers=headers).status for headers in ODD_HEADERS} == {200}
    assert time.process_time() - started < 1

"""Ids and query parameters made to break their reader: refused, or nothing is found, and never an error of ours."""

from collections.abc import Iterator

import pytest

from infra.openapi import document
from shared.store import dynamodb
from shared.store.keys import Key
from tests.functional.test_bombs import BODIES, DEEP
from tests.support.requests import counted_requests
from tests.support.sample import Company
from tests.support.unharmed import check_refused, described_routes, unharmed_company

NONE = {"sku": "jobs-contracted", "number": "1", "import_id": "i", "order_id": "none", "contract_id": "c",
        "archive_id": "a", "user_id": "none", "product": "jobs"}  # fmt: skip
IDS = ["\x00", "a\x00b", "\U0001f600", "x" * 20_000, "9" * 5000, "-1", "0", "%00", "..", "A#"]
TEXTS = [
    *IDS[:5], "", "[" * DEEP, "=", "a", "VVNFUiM", "T1JERVIj", "T1JERVIjAA",
    "9999-12-31", "0001-01-01", "2027-02-30", "2027-03-05T00:00:00", "9999-12-31T23:59:59-23:59",
    "0001-01-01T00:00:00+23:59", "2027-W01-1",
]  # fmt: skip
PARAMETERS = [
    (path, parameter["name"])
    for _, path in described_routes("get")
    for parameter in document()["paths"][path]["get"].get("parameters", [])
    if parameter["in"] == "query"
]
WITH_IDS = [route for route in described_routes("get", "post", "put", "patch", "delete") if "{" in route[1]]


@pytest.fixture(scope="module")
def company() -> Iterator[Company]:
    with unharmed_company() as company:
        yield company


@pytest.fixture(autouse=True)
def aws(company: Company) -> None:
    """Nothing here changes anything: one stand-in for all."""


@pytest.mark.parametrize(("path", "name"), PARAMETERS)
def test_a_parameter_made_to_break_is_refused_or_finds_nothing(company: Company, path: str, name: str) -> None:
    for text in TEXTS:
        reply = company.call("GET", path.format_map(NONE), query={name: text})
        if reply.status != 200:
            check_refused(reply, 404, 422)


@pytest.mark.parametrize("path", [path for path, name in PARAMETERS if name == "limit"])
def test_a_limit_is_written_in_digits_alone(company: Company, path: str) -> None:
    for text in ("", "5.0", "+5", "1_0", " 5", "-1", "1e1", "\u0665"):
        check_refused(company.call("GET", path.format_map(NONE), query={"limit": text}), 422)
    assert company.call("GET", path.format_map(NONE), query={"limit": "5"}).status == 200


@pytest.mark.parametrize(("method", "path"), WITH_IDS)
def test_an_id_made_to_break_finds_nothing(company: Company, method: str, path: str) -> None:
    for text in IDS:
        reply = company.call(method, path.format_map(dict.fromkeys(NONE, text)), BODIES.get(f"{method} {path}"))
        check_refused(reply, 400, 404, 422)


def test_a_key_longer_than_any_is_never_asked_for() -> None:
    with counted_requests() as sent:
        key = Key("Licenses", "A#01J8", "ORDER#" + "x" * 1024)
        assert dynamodb.get(key) is None
        assert dynamodb.batch_get([key]) == {}
    assert sent == []

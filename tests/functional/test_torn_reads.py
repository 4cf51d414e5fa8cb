"""A repeat of a call that is on its way: a batch reads each item for itself, so it may see half of what is written."""

from collections.abc import Callable, Iterable
from typing import Any

import pytest

from shared.store import dynamodb
from shared.store.attributes import Item
from shared.store.keys import Key
from tests.support.sample import Company, order_body


def order(company: Company) -> dict[str, Any]:
    quote = company.call("POST", "/v1/licenses/quotes", {"sku": "jobs-rolling", "quantity": 2}).body
    return {"method": "POST", "path": "/v1/licenses/orders", "body": order_body(quote, "Ana Pop")}


def deletion(company: Company) -> dict[str, Any]:
    company.buy("jobs-rolling", 2)
    return {"method": "POST", "path": "/v1/licenses/jobs-rolling/deletions", "body": {"quantity": 2}}


def edit(company: Company) -> dict[str, Any]:
    etag = company.call("GET", "/v1/company").headers["etag"]
    return {"method": "PATCH", "path": "/v1/company", "body": {"name": "New"}, "headers": {"if-match": etag}}


@pytest.mark.parametrize("made", [order, deletion, edit])
def test_a_repeat_that_reads_its_key_too_early_gets_the_first_answer(
    company: Company, monkeypatch: pytest.MonkeyPatch, made: Callable[[Company], dict[str, Any]]
) -> None:
    asked, first, read = made(company), [], dynamodb.batch_get

    def read_key_first(wanted: Iterable[Key]) -> dict[Key, Item]:
        key, *rest = sorted(wanted, key=lambda each: not each.pk.endswith("#IDEM"))
        if not key.pk.endswith("#IDEM"):
            return read([key, *rest])
        monkeypatch.setattr(dynamodb, "batch_get", read)
        found = read([key])
        first.append(company.call(**asked, key="k-1"))
        return found | read(rest)

    monkeypatch.setattr(dynamodb, "batch_get", read_key_first)
    second = company.call(**asked, key="k-1")
    assert (second.status, second.body) == (first[0].status, first[0].body)
    assert second.status < 300

"""A sealer that dies before or after any of its calls ends, when it runs again, in one sealed file and one event."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from typing import Any

import pytest

from infra.operator.recount.contracts import differences
from shared import aws
from shared.account import sealing
from shared.account.locked import sealed_key, signed_key
from shared.account.sealing import seal_contract
from shared.documents import contract as documents
from shared.domain.contract import Contract
from shared.links import s3
from shared.store import dynamodb, keys
from shared.store.records import from_item
from tests.support.sample import Company, load_sample_prices, open_company

SEEN_AT = ("before-call", "after-call")


class Killed(BaseException):
    """The process ended."""


@dataclass(frozen=True)
class Signed:
    """A contract that waits for its seal."""

    company: Company
    contract_id: str

    def seal(self) -> bool:
        # A new process has made no certificate yet.
        sealing._certificate_of.cache_clear()
        return seal_contract(self.company.account_id, self.contract_id)

    def check_sealed_once(self) -> None:
        account_id = self.company.account_id
        contract = from_item(Contract, dynamodb.get(keys.contract(account_id, self.contract_id)) or {})
        assert contract.seal is not None
        for key in (sealed_key(account_id, self.contract_id), signed_key(account_id, self.contract_id)):
            assert len(s3().list_object_versions(Bucket="contracts", Prefix=key)["Versions"]) == 1
        told = self.company.call("GET", "/v1/activity", query={"type": "contract.sealed"})
        assert [each["after"]["sha256"] for each in told.body["items"]] == [contract.seal.sha256]
        assert list(differences(account_id)) == []


@contextmanager
def watched(see: Callable[[str, str], None]) -> Iterator[None]:
    """Tells of each call to AWS before it leaves, and after it is answered."""
    clients = [dynamodb.client(), s3(), aws.client("kms")]
    hooks = [(at, lambda model, at=at, **_: see(at, model.name)) for at in SEEN_AT]
    for client in clients:
        for at, hook in hooks:
            client.meta.events.register(at, hook)
    try:
        yield
    finally:
        for client in clients:
            for at, hook in hooks:
                client.meta.events.unregister(at, hook)


def killing(at: str, number: int) -> Callable[[str, str], None]:
    left = iter(range(number, -1, -1))

    def see(when: str, _: str) -> None:
        if when == at and next(left) == 0:
            raise Killed

    return see


@pytest.fixture(autouse=True)
def drawn_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is drawn is not what is tested: the first drawing does for all."""
    contract = partial(_drawn, documents.render_contract, [])
    for module in (documents, sealing):
        monkeypatch.setattr(module, "render_contract", contract)
    monkeypatch.setattr(sealing, "render_signed", partial(_drawn, sealing.render_signed, []))


def _drawn(draw: Callable[..., bytes], kept: list[bytes], *given: Any) -> bytes:
    if not kept:
        kept.append(draw(*given))
    return kept[0]


@pytest.fixture
def signed(aws: None) -> Callable[[], Signed]:
    load_sample_prices()
    numbers = iter(range(1000))

    def made() -> Signed:
        company = open_company(owner_username=f"owner-{next(numbers)}")
        return Signed(company, str(company.buy("jobs-rolling", 2).body["contract_id"]))

    return made


def with_nothing(_: Signed) -> None:
    """Before the first try."""


def with_both_files(contract: Signed) -> None:
    """After a try that died before its last call: the files stand, and are not noted."""
    with watched(lambda when, name: _kill_at_the_note(when, name)), pytest.raises(Killed):
        contract.seal()


def _kill_at_the_note(when: str, name: str) -> None:
    if (when, name) == ("before-call", "TransactWriteItems"):
        raise Killed


@pytest.mark.parametrize("begin", [with_nothing, with_both_files])
def test_killed_at_any_call(begin: Callable[[Signed], None], signed: Callable[[], Signed]) -> None:
    calls: list[str] = []
    undisturbed = signed()
    begin(undisturbed)
    with watched(lambda when, name: calls.append(name) if when == "before-call" else None):
        assert undisturbed.seal()
    undisturbed.check_sealed_once()
    killed = [_kill_and_repeat(signed(), begin, at, n) for n in range(len(calls)) for at in SEEN_AT]
    assert len(killed) == 2 * len(calls) > 0
    assert all(killed)


def _kill_and_repeat(contract: Signed, begin: Callable[[Signed], None], at: str, number: int) -> bool:
    begin(contract)
    was_killed = True
    with watched(killing(at, number)), suppress(Killed):
        contract.seal()
        was_killed = False
    contract.seal()
    assert not contract.seal()
    contract.check_sealed_once()
    return was_killed

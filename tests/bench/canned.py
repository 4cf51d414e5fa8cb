"""One call of every route of the API with what AWS answered meanwhile, to be played again without AWS."""

import importlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from unittest.mock import patch

from botocore.exceptions import ClientError

from shared.account import archives
from shared.account.sealing import seal_contract
from shared.store.contracts import contracts_of
from tests.support.every_route import Visitor, call_every_route, company_of_twenty
from tests.support.memory_aws import undisturbed
from tests.support.template import routes

Route = tuple[str, str]


@dataclass
class Recorded:
    """A call: its route, the handler's module, the event it was given, and AWS's answers in their order."""

    route: Route
    module: str
    event: dict[str, Any] = field(default_factory=dict)
    answers: list[Any] = field(default_factory=list)

    @property
    def name(self) -> str:
        return " ".join(self.route)

    @property
    def is_read(self) -> bool:
        return self.route[0] == "GET"


class Recorder(Visitor):
    """Keeps the last call of each route."""

    def __init__(self, visitor: Visitor) -> None:
        super().__init__(visitor.account, visitor.tables, visitor.aws)
        self.calls: dict[Route, Recorded] = {}

    def call(self, method: str, path: str, body: Any = None, more: dict[str, Any] | None = None, **ids: str) -> Any:
        kept = self.calls[method, path] = Recorded((method, path), routes()[method, path])
        self.aws.around = lambda _, run: _noted(kept.answers, run)
        try:
            with _noted_event(kept):
                return super().call(method, path, body, more, **ids)
        finally:
            self.aws.around = undisturbed


def recorded() -> list[Recorded]:
    """Every route, called by the owner of a company of twenty, in the template's order."""
    with company_of_twenty() as visitor:
        recorder = Recorder(visitor)
        call_every_route(recorder)
        _call_again_with_archive(recorder)
        return [recorder.calls[route] for route in routes()]


def _call_again_with_archive(recorder: Recorder) -> None:
    """Once every contract is sealed and the Zip is there."""
    account_id = recorder.account.account_id
    for contract in contracts_of(account_id):
        seal_contract(account_id, contract.contract_id)
    with patch.object(archives, "WAITS_SECONDS", 0):
        archive, _ = archives.request_archive(account_id, recorder.company.owner_id, None)
    assert archives.build(account_id, archive.archive_id)
    recorder.call("POST", "/v1/contracts/archive", {})
    recorder.call("GET", "/v1/contracts/archives/{archive_id}", archive_id=archive.archive_id)


def _noted(answers: list[Any], run: Callable[[], Any]) -> Any:
    try:
        answer = run()
    except ClientError as error:
        answers.append(error)
        raise
    if isinstance(answer, dict) and "Body" in answer:
        answers.append(answer | {"Body": answer["Body"].getvalue()})
    else:
        answers.append(answer)
    return answer


@contextmanager
def _noted_event(call: Recorded) -> Iterator[None]:
    module = importlib.import_module(call.module)
    handler = module.handler

    def noting(event: dict[str, Any], context: Any) -> Any:
        call.event = event
        return handler(event, context)

    module.handler = noting  # type: ignore[attr-defined]
    try:
        yield
    finally:
        module.handler = handler  # type: ignore[attr-defined]

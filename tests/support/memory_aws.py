"""All of AWS that the functions call, in memory: set back in a millisecond, every call passing by one hook."""

import os
import pickle
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from botocore.exceptions import ClientError

from functions.billing import advance_account
from functions.users import report_login
from shared import aws
from shared.account import roles_file, sealing
from shared.store import dynamodb
from tests.support.aws import SETTINGS, forget_clients
from tests.support.memory_files import MemoryFiles
from tests.support.memory_services import MemoryBus, MemoryKeys, MemoryMails, MemoryQueues
from tests.support.memory_tables import MemoryTables
from tests.support.rights import note_call, note_nothing_there, rights_watched
from tests.support.user_pool import UserPool

Around = Callable[[str, Callable[[], Any]], Any]
ENVIRONMENT = SETTINGS | {
    "ADVANCE_QUEUE_URL": "advance", "IMPORT_QUEUE_URL": "import", "ARCHIVE_QUEUE_URL": "archive",
    "SEAL_QUEUE_URL": "seal", "SEAL_KEY_ID": "seal-key", "USER_POOL_ID": "pool",
}  # fmt: skip


def undisturbed(_: str, run: Callable[[], Any]) -> Any:
    return run()


class MemoryAws:
    """The services, and what every call passes by: `around` is given its name and what it does."""

    def __init__(self) -> None:
        self.around: Around = undisturbed
        self.tables, self.files, self.queues = MemoryTables(), MemoryFiles(), MemoryQueues()
        self.bus, self.mails, self.people = MemoryBus(), MemoryMails(), UserPool()
        self.clients = {
            "dynamodb": self.tables, "s3": self.files, "sqs": self.queues, "events": self.bus,
            "sesv2": self.mails, "kms": MemoryKeys(), "cognito-idp": self.people,
        }  # fmt: skip

    def client(self, service: str, _config: Any = None) -> "Watched":
        return Watched(service, self.clients[service], self)

    def kept(self) -> bytes:
        """Everything as it stands, to come back to."""
        state = [self.tables.tables, self.files.versions, self.files.uploads, self.queues.sent, self.bus.taken]
        return pickle.dumps([*state, self.mails.sent, self.people.logins])

    def back_to(self, kept: bytes) -> None:
        """Set everything back, and forget what a process keeps."""
        state = pickle.loads(kept)  # noqa: S301 - made by `kept`
        self.tables.tables, self.files.versions, self.files.uploads, self.queues.sent, self.bus.taken = state[:5]
        self.mails.sent, self.people.logins = state[5:]
        self.around, self.tables.calls = undisturbed, []
        sealing._certificate_of.cache_clear()
        advance_account._USUAL.clear()


class Watched:
    """A client whose every call passes by the hook."""

    def __init__(self, service: str, inner: Any, memory: MemoryAws) -> None:
        self._service, self._inner, self._memory = service, inner, memory

    def __getattr__(self, operation: str) -> Any:
        found = getattr(self._inner, operation)

        def called(**request: Any) -> Any:
            note_call(self._service, operation.title().replace("_", ""), request)
            return self._memory.around(f"{self._service}.{operation}", lambda: self._told(found, request))

        return called

    def _told(self, found: Callable[..., Any], request: dict[str, Any]) -> Any:
        try:
            return found(**request)
        except ClientError as error:
            if error.response["Error"]["Code"] == "NoSuchKey":
                note_nothing_there(request["Bucket"])
            raise

    def get_paginator(self, operation: str) -> "Paginator":
        return Paginator(getattr(self, operation))


class Paginator:
    def __init__(self, call: Callable[..., Any]) -> None:
        self._call = call

    def paginate(self, **request: Any) -> Iterator[Any]:
        yield self._call(**request)


@contextmanager
def memory_aws() -> Iterator[MemoryAws]:
    """An empty AWS in memory instead of the real one."""
    memory, before, made = MemoryAws(), dict(os.environ), aws.client
    os.environ.update(ENVIRONMENT)
    _forget()
    try:
        aws.client = memory.client  # type: ignore[assignment, misc]
        with rights_watched():
            yield memory
    finally:
        aws.client = made
        _forget()
        os.environ.clear()
        os.environ.update(before)


def _forget() -> None:
    advance_account._USUAL.clear()
    for kept in (sealing._certificate_of, roles_file._kept, report_login.device_of, dynamodb.client):
        kept.cache_clear()
    forget_clients()

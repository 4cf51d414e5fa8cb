"""The state is saved every few seconds while it changes, not only on a clean stop, so that a kill loses little.

A forked child writes it: it sees one instant of all services at once, while the server goes on.
"""

import asyncio
import contextlib
import os
import signal
import threading
import time
from typing import Any

from ministack import app as server
from ministack.core import persistence
from ministack.services import cloudformation, dynamodb

PRIVATE_NAMES = (
    "ministack.app:app",
    "ministack.app:save_all",
    "ministack.app:_build_persistence_save_dict",
    "ministack.core.persistence:PERSIST_STATE",
    "ministack.services.cloudformation:_stacks",
    "ministack.services.dynamodb:_lock",
)
SHORTEST_PAUSE_S = 2.0
# Writing takes at most this part of one core, however large the state is.
PAUSE_PER_SECOND_OF_WRITING = 9
# What a request sets off (streams, queues, rules) comes after it: save once more.
SAVES_AFTER_A_REQUEST = 2


def apply() -> None:
    if not persistence.PERSIST_STATE:
        return
    saver = Saver()
    serve, save_all = server.app, server.save_all

    async def serve_and_save(scope: dict[str, Any], receive: Any, send: Any) -> None:
        if scope["type"] == "lifespan":
            saver.task = asyncio.create_task(saver.run())
        else:
            saver.saves_due = SAVES_AFTER_A_REQUEST
        await serve(scope, receive, send)

    def save_for_good(services: dict[str, Any]) -> None:
        saver.stop()
        save_all(services)

    server.app, server.save_all = serve_and_save, save_for_good


class Saver:
    """Saves as long as requests come; the first one shows that the kept state has been loaded."""

    def __init__(self) -> None:
        self.saves_due = 0
        self.task: asyncio.Task[None] | None = None
        self._child: int | None = None
        self._is_idle = threading.Event()
        self._is_idle.set()

    async def run(self) -> None:
        pause = SHORTEST_PAUSE_S
        while True:
            await asyncio.sleep(pause)
            if self.saves_due and not is_deploying():
                self.saves_due -= 1
                started = time.monotonic()
                await self._save()
                pause = max(SHORTEST_PAUSE_S, PAUSE_PER_SECOND_OF_WRITING * (time.monotonic() - started))

    async def _save(self) -> None:
        self._is_idle.clear()
        # Requests are handled by this very thread; the lock keeps out the one that expires items.
        with dynamodb._lock:
            self._child = os.fork()
            if self._child == 0:
                write_and_exit()
        await asyncio.to_thread(self._wait, self._child)

    def _wait(self, child: int) -> None:
        with contextlib.suppress(ChildProcessError):
            os.waitpid(child, 0)
        self._child = None
        self._is_idle.set()

    def stop(self) -> None:
        """The last save of a clean stop must not be overtaken by an earlier one."""
        if self.task is not None:
            self.task.cancel()
        if self._child is not None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self._child, signal.SIGKILL)
        self._is_idle.wait(timeout=5)


def is_deploying() -> bool:
    """Half a deployment is not kept: nobody would go on with it after a restart."""
    return any(stack.get("StackStatus", "").endswith("IN_PROGRESS") for stack in cloudformation._stacks.all_values())


def write_and_exit() -> None:
    try:
        persistence.save_all(server._build_persistence_save_dict())
    finally:
        os._exit(0)

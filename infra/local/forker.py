"""Forks the process of each function from this one, which has imported the libraries: once, not once per function.

Started as a file by the embedded AWS, with the number of its socket. Each message is one process: the script, its
directory and environment, and its three streams; the answer is a descriptor of the process and its number.
"""

import gc
import importlib
import json
import os
import runpy
import socket
import sys
import traceback
from typing import Any, NoReturn

# What takes most of a cold start, and what every function that answers HTTP imports.
LIBRARIES = ("botocore.handlers", "botocore.session", "pydantic.json_schema", "aws_lambda_powertools.event_handler")
LONGEST_MESSAGE = 1 << 18


def main() -> None:
    asked = socket.socket(fileno=int(sys.argv[1]))
    # The functions find their own code and nothing of ours.
    sys.path.pop(0)
    for library in LIBRARIES:
        importlib.import_module(library)
    gc.collect()
    gc.freeze()
    while True:
        message, streams, _, _ = socket.recv_fds(asked, LONGEST_MESSAGE, 3)
        if not message:
            return
        fork(asked, json.loads(message), streams)
        reap()


def fork(asked: socket.socket, wanted: dict[str, Any], streams: list[int]) -> None:
    number = os.fork()
    if number == 0:
        become(wanted, streams)
    watched = os.pidfd_open(number)
    socket.send_fds(asked, [str(number).encode()], [watched])
    for descriptor in (watched, *streams):
        os.close(descriptor)


def become(wanted: dict[str, Any], streams: list[int]) -> NoReturn:
    """Run the script as if this were a fresh process of its own."""
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
    close_inherited()
    sys.stdin, sys.stdout = os.fdopen(0, encoding="utf-8"), os.fdopen(1, "w", encoding="utf-8")
    sys.stderr = os.fdopen(2, "w", encoding="utf-8", buffering=1)
    os.chdir(wanted["directory"])
    os.environ.clear()
    os.environ.update(wanted["environment"])
    sys.argv = [wanted["script"]]
    sys.path.insert(0, os.path.dirname(wanted["script"]))
    code = 1
    try:
        runpy.run_path(wanted["script"], run_name="__main__")
        code = 0
    except BaseException:  # noqa: BLE001 - as any process ends by what nobody caught
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def close_inherited() -> None:
    # Up to what is open: up to what may be takes seconds where that is a thousand million.
    os.closerange(3, max(map(int, os.listdir("/dev/fd"))) + 1)


def reap() -> None:
    """Take note of those that have ended."""
    try:
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
    except ChildProcessError:
        pass


if __name__ == "__main__":
    main()

"""Starts the embedded AWS, one pinned release of it, with the repairs it needs: `python -m infra.local.start`."""

import contextlib
import importlib.metadata
import os
import signal
import stat
import sys
import threading

RELEASE = "1.5.33"
# Functions inherit the server's environment: only what is named here may reach them.
PASSED_ON = frozenset({
    "PATH", "HOME", "LANG", "TMPDIR", "LOG_LEVEL",
    "GATEWAY_PORT", "BIND_HOST", "MINISTACK_HOST", "AUTH", "IOT_MTLS_ENABLED",
    "PERSIST_STATE", "STATE_DIR", "S3_PERSIST", "S3_DATA_DIR",
    "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_DEFAULT_REGION",
})  # fmt: skip
# For the tests of the repairs: names of those to leave out, with commas between.
WITHOUT = "SEATKEEPER_WITHOUT_PATCH"
ENVIRONMENT_PATCH = "clean_environment"


class OtherRelease(Exception):
    """Another release is installed than the one the repairs were written for."""


def main() -> None:
    without = frozenset(filter(None, os.environ.pop(WITHOUT, "").split(",")))
    if ENVIRONMENT_PATCH not in without:
        clean_environment()
    refuse_other_release(importlib.metadata.version("ministack"))
    # What follows reads the environment while it is imported.
    from infra.local.patches import apply_patches

    apply_patches(without=without)
    threading.Thread(target=stop_with_parent, daemon=True).start()
    serve()


def clean_environment() -> None:
    for name in os.environ.keys() - PASSED_ON:
        del os.environ[name]


def refuse_other_release(installed: str) -> None:
    if installed != RELEASE:
        raise OtherRelease(f"the embedded AWS is {installed}; its repairs fit {RELEASE} alone")


def stop_with_parent() -> None:
    """Where standard input is a pipe from whoever started this, its end is theirs, even of one that was killed."""
    if not stat.S_ISFIFO(os.fstat(sys.stdin.fileno()).st_mode):
        return
    with contextlib.suppress(OSError):
        while os.read(sys.stdin.fileno(), 1024):
            pass
    os.kill(os.getpid(), signal.SIGINT)


def serve() -> None:
    from ministack import app as server

    sys.argv = ["ministack"]
    server.main()


if __name__ == "__main__":
    main()

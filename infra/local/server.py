"""The embedded AWS as a child process: its files, its environment, its start and its end."""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path

from infra.local.stack import REGION, ROOT

START_TIMEOUT_S = 60
SAVE_TIMEOUT_S = 15
KEPT_FROM_OUR_ENVIRONMENT = ("PATH", "HOME", "LANG")


class PortTaken(Exception):
    """Something else listens on the port."""


class NotStarted(Exception):
    """The server ended or did not get ready; its log says why."""


@dataclass(frozen=True)
class Server:
    """One running server; `directory` holds its state, its temporary files and its log."""

    process: subprocess.Popen[bytes]
    directory: Path
    port: int

    @property
    def endpoint_url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def stop(self) -> bool:
        """Let it save, then end it. False if it had ended before, or had to be killed."""
        if self.process.poll() is not None:
            return False
        self.process.send_signal(signal.SIGINT)
        try:
            self.process.wait(SAVE_TIMEOUT_S)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            return False
        return True


def start_server(
    directory: Path,
    *,
    port: int,
    keeps_state: bool,
    inherited: tuple[int, ...] = (),
    extra_environment: dict[str, str] | None = None,
) -> Server:
    """Start it and wait until it answers. `inherited`: descriptors to hold as long as it lives, such as a lock's."""
    refuse_taken_port(port)
    shutil.rmtree(directory / "tmp", ignore_errors=True)
    (directory / "tmp").mkdir(parents=True)
    with (directory / "server.log").open("wb") as log:
        process = subprocess.Popen(  # nosec B603 # a command of our own
            [sys.executable, "-m", "infra.local.start"],
            cwd=ROOT,
            env={**environment(directory, port=port, keeps_state=keeps_state), **(extra_environment or {})},
            # Its end tells the server that we are gone, even where we were killed.
            stdin=subprocess.PIPE,
            stdout=log,
            stderr=log,
            # Ctrl-C is ours alone: we pass it on once, in our own time.
            start_new_session=True,
            pass_fds=inherited,
        )
    server = Server(process=process, directory=directory, port=port)
    wait_until_ready(server)
    return server


def environment(directory: Path, *, port: int, keeps_state: bool) -> dict[str, str]:
    """From scratch: the functions run in it, and what they find there must not differ from machine to machine."""
    kept = {name: os.environ[name] for name in KEPT_FROM_OUR_ENVIRONMENT if name in os.environ}
    state = {
        "PERSIST_STATE": "1",
        "STATE_DIR": str(directory / "state"),
        "S3_PERSIST": "1",
        "S3_DATA_DIR": str(directory / "s3"),
    }
    return {
        **kept,
        **(state if keeps_state else {}),
        "GATEWAY_PORT": str(port),
        "BIND_HOST": "127.0.0.1",
        "MINISTACK_HOST": "localhost",
        "AUTH": "true",
        "IOT_MTLS_ENABLED": "0",
        "TMPDIR": str(directory / "tmp"),
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",  # nosec B105 # the embedded AWS takes any
        "AWS_DEFAULT_REGION": REGION,
        "LOG_LEVEL": "WARNING",
    }


def refuse_taken_port(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise PortTaken(f"port {port} is taken; `PORT=... make run` takes another") from error


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def wait_until_ready(server: Server) -> None:
    deadline = time.monotonic() + START_TIMEOUT_S
    while time.monotonic() < deadline and server.process.poll() is None:
        with contextlib.suppress(OSError):
            if is_ready(server.endpoint_url):
                return
        time.sleep(0.05)
    server.stop()
    raise NotStarted(f"the embedded AWS did not start; see {server.directory / 'server.log'}")


def is_ready(endpoint_url: str) -> bool:
    try:
        with urllib.request.urlopen(f"{endpoint_url}/_ministack/ready", timeout=5) as answer:  # nosec B310 # loopback alone
            return int(answer.status) == 200
    except urllib.error.HTTPError:
        return False

"""`make run`: the whole suite on this machine, in the foreground, until Ctrl-C; the data is there again next time."""

import argparse
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from infra.local.deploy import DeployFailed
from infra.local.directory import Hold, InUse, held
from infra.local.product import bring_up, load_sample
from infra.local.server import NotStarted, PortTaken, Server, refuse_taken_port, start_server
from infra.local.stack import ROOT, Stack, local_directory

DEFAULT_PORT = 4566
OPERATOR = "infra.operator"
LOOK_AGAIN_S = 0.5


class WrongPort(Exception):
    """PORT is not a number that a port can have."""


class Interruption:
    """Ctrl-C and its like end the run once, at a moment that leaves nothing half done."""

    def __init__(self) -> None:
        self._is_held = False
        self._is_wanted = False

    def listen(self) -> None:
        # Set anew: a shell that starts this in the background has Ctrl-C ignored.
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._heard)
        if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:
            signal.signal(signal.SIGHUP, self._heard)

    def _heard(self, _number: int, _frame: FrameType | None) -> None:
        self._is_wanted = True
        if not self._is_held:
            self._is_held = True
            raise KeyboardInterrupt

    @contextmanager
    def held(self) -> Iterator[None]:
        """What is inside is finished first."""
        self._is_held = True
        yield
        if self._is_wanted:
            raise KeyboardInterrupt
        self._is_held = False


def main() -> int:
    # Who started this may be gone before anything else is done.
    parent = os.getppid()
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--with-parent", action="store_true", help="stop when whoever started this is gone")
    parser.add_argument("--without-sample", action="store_true", help="load no sample prices and no demo company")
    arguments = parser.parse_args()
    sys.stdout.reconfigure(line_buffering=True)  # type: ignore[union-attr]
    interruption = Interruption()
    try:
        interruption.listen()
        with held(local_directory()) as hold:
            watched = parent if arguments.with_parent else None
            return run(hold, arguments, port=wanted_port(), interruption=interruption, parent=watched)
    except (PortTaken, WrongPort, InUse, NotStarted) as refusal:
        say(f"Not started: {refusal}.")
        return 1
    except KeyboardInterrupt:
        return 0


def run(
    hold: Hold, wanted: argparse.Namespace, *, port: int, interruption: Interruption, parent: int | None = None
) -> int:
    """The whole of it, until it is interrupted or the process `parent` is gone; answers the exit status."""
    refuse_taken_port(port)
    was_left_running = hold.was_left_running()
    hold.mark_running()
    server = None
    try:
        with interruption.held():
            say(f"Starting the embedded AWS on port {port} ...")
            server = start_server(hold.directory, port=port, keeps_state=True, inherited=(hold.descriptor,))
            stack = bring_up(server, say=say)
        if not wanted.without_sample:
            stack = load_sample(stack, hold.directory, say=say)
        if was_left_running:
            check_what_was_left(hold.directory)
        tell(stack, hold.directory)
        return stay(server, parent=parent)
    except DeployFailed as failure:
        say(f"Not deployed: {failure}")
        return 1
    except KeyboardInterrupt:
        return 0
    finally:
        if server is not None:
            stop(server, hold)
        elif not was_left_running:
            hold.mark_stopped()


def wanted_port() -> int:
    wanted = os.environ.get("PORT") or str(DEFAULT_PORT)
    if not wanted.isdecimal() or not 0 < int(wanted) < 65536:
        raise WrongPort(f"PORT is {wanted!r}, which no port can be")
    return int(wanted)


def check_what_was_left(directory: Path) -> None:
    """Recount everything: the last seconds before a kill are lost, and this says whether the rest adds up."""
    say("The last run was killed: its last seconds are lost. Checking what is there ...")
    subprocess.run([sys.executable, "-m", OPERATOR, "verify"], cwd=ROOT, check=False)  # nosec B603 # a command of our own


def stay(server: Server, *, parent: int | None) -> int:
    while server.process.poll() is None:
        if parent is not None and os.getppid() != parent:
            return 0
        time.sleep(LOOK_AGAIN_S)
    say(f"The embedded AWS has ended; see {server.directory / 'server.log'}.")
    return 1


def stop(server: Server, hold: Hold) -> None:
    say("Stopping, keeping the data ...")
    if server.stop():
        hold.mark_stopped()
        say("Stopped.")
    else:
        say("The embedded AWS did not stop by itself: its last seconds are lost.")


def tell(stack: Stack, directory: Path) -> None:
    say("")
    say("Seatkeeper runs on this machine.")
    say(f"  API       {stack.api_url}/v1")
    say(f"  its page  {stack.api_url}/v1/docs")
    say(f"  AWS       {stack.endpoint_url} (region {stack.region}, key test, secret test)")
    say(f"  operator  {Path(sys.executable)} -m {OPERATOR} --help")
    say(f"  all this  {directory / 'stack.json'}")
    if stack.users:
        say("  log-ins:")
        for user in stack.users:
            say(f"    {user['username']:<28} {user['password']:<20} {', '.join(user['roles'])}")
    say("Ctrl-C stops it and keeps its data.")
    say("ready")


def say(line: str) -> None:
    print(line)


if __name__ == "__main__":
    sys.exit(main())

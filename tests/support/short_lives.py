"""Consumers of the running stack whose processes end right after a call to AWS: one process after each of the calls."""

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from infra.local.stack import Stack

SWITCH = Path(__file__).with_name("layer") / "short_life.py"


@dataclass
class Lives:
    """The lives of one function's processes."""

    directory: Path
    restart: Callable[[], object]
    """Ends all of its processes, so that the next message is brought to one that has nothing ready."""
    due: list[str] = field(default_factory=list)
    """The calls that a process is to end after."""

    @property
    def ended(self) -> list[str]:
        """The calls that a process ended after, in the order in which a message takes them."""
        return [calls.split()[-1] for calls, _ in self._ended()]

    @property
    def receipts(self) -> set[str]:
        """Of the messages that were in hand when a process ended."""
        return {receipt for _, receipt in self._ended()}

    @property
    def invocations(self) -> list[list[str]]:
        """The calls of every invocation, however it ended."""
        lines = [line for path in self.directory.glob("*.calls") for line in path.read_text().splitlines()]
        return [line.split() for line in lines]

    def forget(self) -> None:
        """Forget the invocations so far."""
        for path in self.directory.glob("*.calls"):
            path.write_text("")

    def _ended(self) -> list[tuple[str, str]]:
        found = sorted(self.directory.glob("*.ended"), key=lambda path: int(path.stem))
        return [(lines[0], lines[1]) for lines in (path.read_text().split("\n") for path in found)]

    def offer(self, calls: list[str] | None = None, *, after: Callable[[str], bool] = bool) -> None:
        """From now on a process ends after the first call, one after the second, and so on, of those wanted.

        Where the calls are not given, they are those of the longest invocation so far.
        """
        calls = calls or max(self.invocations, key=len, default=[])
        for number in range(1, len(calls) + 1):
            if after(calls[number - 1]):
                self.due.append(calls[number - 1])
                unseen = self.directory / f"{number}.unseen"
                unseen.write_text(" ".join(calls[:number]))
                unseen.rename(unseen.with_suffix(".life"))


@contextmanager
def short_lived(stack: Stack, function: str, directory: Path, **mapped: Any) -> Iterator[Lives]:
    """While it lasts, a function notes its calls, and its processes end as they are told to.

    `mapped` is how its messages or records come to it meanwhile, as `BatchSize`.
    """
    client, directory = stack.client("lambda"), directory / function
    directory.mkdir()
    name = name_of(client, function)
    before = client.get_function_configuration(FunctionName=name)
    variables, layers = before["Environment"]["Variables"], [each["Arn"] for each in before["Layers"]]
    (mapping,) = client.list_event_source_mappings(FunctionName=name)["EventSourceMappings"]
    added = {"WRAPPED": before["Handler"], "LIVES": str(directory)}
    configure = partial(client.update_function_configuration, FunctionName=name)
    remap = partial(client.update_event_source_mapping, UUID=mapping["UUID"])
    with ExitStack() as put_back:
        put_back.callback(configure, Handler=before["Handler"], Layers=layers, Environment={"Variables": variables})
        configure(
            Handler="short_life.handler", Layers=[*layers, _layer(client)],
            Environment={"Variables": variables | added},
        )  # fmt: skip
        put_back.callback(remap, **{key: mapping.get(key) for key in mapped})
        remap(**mapped)
        yield Lives(directory, partial(configure, Environment={"Variables": variables | added}))


def _layer(client: Any) -> str:
    with io.BytesIO() as content:
        with zipfile.ZipFile(content, "w") as archive:
            archive.write(SWITCH, f"python/{SWITCH.name}")
        published = client.publish_layer_version(LayerName="short-life", Content={"ZipFile": content.getvalue()})
    return str(published["LayerVersionArn"])


def name_of(client: Any, function: str) -> str:
    """What the stack has called a function, which bears more than its logical id."""
    pages = client.get_paginator("list_functions").paginate()
    names = [each["FunctionName"] for page in pages for each in page["Functions"]]
    (name,) = [name for name in names if re.fullmatch(rf"seatkeeper-{function}-[0-9A-Z]+", name)]
    return str(name)

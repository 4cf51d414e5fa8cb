"""The operator's command line teaches itself: every command and argument is explained, every example can be typed."""

import json
import re
import shlex
from argparse import ArgumentParser, _SubParsersAction
from collections.abc import Iterator

import pytest
from pydantic import TypeAdapter

from infra.operator import __main__ as command_line
from infra.operator.files import AccountFile, PriceRow, ProductEvent
from infra.operator.words import PROGRAM, parser


def commands(of: ArgumentParser) -> Iterator[ArgumentParser]:
    """Every command, those of two words too, that does something."""
    groups = [action for action in of._actions if isinstance(action, _SubParsersAction)]
    if not groups:
        yield of
    for group in groups:
        for each in group.choices.values():
            yield from commands(each)


COMMANDS = {command.prog.removeprefix(f"{PROGRAM} "): command for command in commands(parser())}


def test_every_command_that_operators_were_promised_is_there() -> None:
    assert set(COMMANDS) == {
        "open-account", "load-prices", "set-password", "change-plan", "set-tax", "run-job", "clock", "put-event",
        "kept-aside list", "kept-aside replay", "mails", "credit", "verify", "verify-contract", "dead-letters list",
        "dead-letters replay", "republish",
    }  # fmt: skip


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_says_what_it_does_and_what_it_takes(name: str) -> None:
    command = COMMANDS[name]
    assert command.description
    unexplained = [action.dest for action in command._actions if not action.help]
    assert not unexplained


@pytest.mark.parametrize("name", COMMANDS)
def test_its_example_can_be_typed(name: str) -> None:
    (example,) = re.findall(rf"^  {re.escape(PROGRAM)} (.+)$", COMMANDS[name].format_help(), re.MULTILINE)
    assert example.startswith(name)
    assert callable(parser().parse_args(shlex.split(example)).run)


@pytest.mark.parametrize(
    ("name", "kind"), [("open-account", AccountFile), ("load-prices", list[PriceRow]), ("put-event", ProductEvent)]
)
def test_its_file_can_be_handed_in(name: str, kind: type) -> None:
    written = COMMANDS[name].format_help().partition(".json:")[2]
    content = written[re.search(r"^  [\[{]", written, re.MULTILINE).start() :]  # type: ignore[union-attr]
    found, _ = json.JSONDecoder().raw_decode(content.strip())
    assert TypeAdapter(kind).validate_python(found)


def test_words_that_are_off_end_with_2_and_say_how_it_is_meant(capsys: pytest.CaptureFixture[str]) -> None:
    before_all_time = "0001-01-01T00:00:00+14:00"
    for words in (
        [], ["verfy"], ["clock", "01M8"], ["run-job", "bill-month", "--at", "noon"], ["set-tax", "a", "20%"],
        ["run-job", "bill-month", "--at", before_all_time], ["republish", "--since", before_all_time],
        ["verify", "--tables", "one,two"], ["verify", "--tables", "one,two,"],
    ):  # fmt: skip
        with pytest.raises(SystemExit) as ended:
            parser().parse_args(words)
        assert ended.value.code == 2
        printed = capsys.readouterr()
        assert printed.out == ""
        assert printed.err.startswith("usage: ")


@pytest.mark.parametrize(
    "hostile", ["\x9b31m", "\x7f", "\u202e", "\ud800", "\u2028", "\x1b[2J", "\U000e0001", "\U0010ffff"]
)
def test_what_is_shown_cannot_steer_a_terminal_nor_stop_the_list(
    hostile: str, capsys: pytest.CaptureFixture[str]
) -> None:
    command_line._print({"detail": f"a{hostile}b", "name": "Müller 中 \U00020000"})
    out = capsys.readouterr().out
    assert out.replace("\n", "").isprintable()
    assert "Müller 中 \U00020000" in out
    # Half of a pair is what it was, in every reader of JSON.
    assert json.loads(out)["detail"] == f"a{hostile}b"

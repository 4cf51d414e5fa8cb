"""The page on operations: each alarm has its paragraph, and what the page tells to type is there."""

import re
from argparse import _SubParsersAction
from typing import Any

import pytest

from infra.operator.words import parser
from tests.support.template import ROOT, functions, resources, template

PAGE = (ROOT / "docs/operations.md").read_text()
SECTIONS = {part.partition("\n")[0]: part.partition("\n")[2] for part in re.split(r"^##+ ", PAGE, flags=re.MULTILINE)}
ALARMS = {name: each for name, each in resources().items() if each["Type"] == "AWS::CloudWatch::Alarm"}


def ways_to_name(alarm: str) -> set[str]:
    """An alarm by its own name, or as one of its kind."""
    kinds = {"DeadLettersAlarm": "<Queue>", "MissedAlarm": "<Job>"}
    found = {f"{who}{ending}" for ending, who in kinds.items() if alarm.endswith(ending)}
    return {alarm} | found | ({"<Function>Alarm"} if alarm.removesuffix("Alarm") in functions() else set())


@pytest.mark.parametrize("name", sorted(ALARMS))
def test_an_alarm_leads_to_the_paragraph_that_tells_what_to_do(name: str) -> None:
    told = re.search(r"see docs/operations\.md, (.+)$", ALARMS[name]["Properties"]["AlarmDescription"])
    assert told
    assert any(f"`{way}`" in SECTIONS[told[1]] for way in ways_to_name(name))


def test_no_alarm_is_on_the_page_that_is_not_in_the_template() -> None:
    known = {way for name in ALARMS for way in ways_to_name(name)}
    assert set(re.findall(r"`([A-Za-z<>]+Alarm)`", PAGE)) <= known


def test_every_queue_has_its_row_with_its_consumer() -> None:
    rows = {cells[1].strip(): cells[2].strip() for line in PAGE.splitlines() if len(cells := line.split("|")) == 5}
    consumers = {
        event["Properties"]["Queue"]["GetAtt"].removesuffix("Queue.Arn"): name
        for name, function in functions().items()
        for event in function.get("Events", {}).values() if event["Type"] == "SQS"
    }  # fmt: skip
    assert consumers.items() <= rows.items()


def test_every_parameter_of_a_deployment_is_explained() -> None:
    explained = set(re.findall(r"`([A-Za-z]+)`", PAGE))
    assert set(template()["Parameters"]) <= explained


def commands(of: Any) -> dict[str, Any]:
    (found,) = [action for action in of._actions if isinstance(action, _SubParsersAction)]
    return dict(found.choices)


def test_every_command_on_the_page_is_one() -> None:
    known = set(commands(parser()))
    typed = re.findall(r"`((?:[a-z]+-)?[a-z]+)(?: [^`]*)?`", PAGE)
    meant = {word for word in typed if word in known or re.fullmatch(r"[a-z]+-[a-z]+", word)}
    assert meant <= known | {"us-east-1"}
    assert {"verify", "dead-letters", "republish", "run-job", "kept-aside", "put-event", "load-prices"} <= meant


@pytest.mark.parametrize(
    "section", ["Backup and restore", "The seal's key", "Deploying a new version", "Cost of a month"]
)
def test_what_an_operator_needs_once_a_year_is_there(section: str) -> None:
    assert len(SECTIONS[section].split()) > 60

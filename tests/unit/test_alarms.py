"""What alarms and dashboard watch is counted under that name, namespace and dimensions; what is counted is watched."""

import ast
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from shared.alarms import NAMESPACE, count
from tests.support.template import ROOT, resources, settings_of_all

Metric = tuple[str, str, tuple[str, ...]]
OF_AWS: set[Metric] = {
    ("AWS/Lambda", "Errors", ("FunctionName",)), ("AWS/Lambda", "Invocations", ("FunctionName",)),
    ("AWS/Lambda", "IteratorAge", ("FunctionName",)), ("AWS/Lambda", "Throttles", ()),
    ("AWS/SQS", "ApproximateNumberOfMessagesVisible", ("QueueName",)),
    ("AWS/SQS", "ApproximateAgeOfOldestMessage", ("QueueName",)),
    ("AWS/SQS", "NumberOfMessagesReceived", ("QueueName",)), ("AWS/SES", "Send", ()), ("AWS/SES", "Bounce", ()),
    ("AWS/ApiGateway", "Count", ("ApiId",)), ("AWS/ApiGateway", "Latency", ("ApiId",)),
    ("AWS/ApiGateway", "4xx", ("ApiId",)), ("AWS/ApiGateway", "5xx", ("ApiId",)),
}  # fmt: skip
"""What AWS counts by itself, as its documentation names it."""


def of_kind(kind: str) -> list[dict[str, Any]]:
    return [each["Properties"] for each in resources().values() if each["Type"] == kind]


def alarmed() -> set[Metric]:
    return {
        (alarm["Namespace"], alarm["MetricName"], tuple(each["Name"] for each in alarm.get("Dimensions", [])))
        for alarm in of_kind("AWS::CloudWatch::Alarm")
    }


def shown() -> Iterator[list[str]]:
    """The metrics of the dashboard's widgets, with what a row takes over from the one above it filled in."""
    (dashboard,) = of_kind("AWS::CloudWatch::Dashboard")
    for widget in json.loads(dashboard["DashboardBody"]["Sub"])["widgets"]:
        above: list[str] = []
        for row in widget["properties"]["metrics"]:
            head = above[: len(above) - len(row) + 1] if row[0] == "..." else []
            row = [*head, *row[1:]] if head else row
            above = [above[place] if each == "." else each for place, each in enumerate(row)]
            yield above


def watched() -> set[Metric]:
    return alarmed() | {(namespace, name, tuple(rest[::2])) for namespace, name, *rest in shown()}


def counted(path: Path) -> Iterator[str]:
    """The names that a file counts by `shared.alarms.count`."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "count":
            assert isinstance(node.args[0], ast.Constant), path
            yield node.args[0].value


def all_counted() -> set[str]:
    files = [path for floor in ("functions", "shared") for path in (ROOT / floor).rglob("*.py")]
    return {name for path in files if "shared.alarms import count" in path.read_text() for name in counted(path)}


def emitted(capsys: pytest.CaptureFixture[str], name: str, number: int) -> tuple[Metric, Any]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("POWERTOOLS_SERVICE_NAME", "a-stack")
        count(name, number)
    captured = capsys.readouterr()
    assert captured.out == ""
    line = json.loads(captured.err)
    (directive,) = line["_aws"]["CloudWatchMetrics"]
    (dimensions,), (metric,) = directive["Dimensions"], directive["Metrics"]
    assert all(line[dimension] == "a-stack" for dimension in dimensions)
    return (directive["Namespace"], metric["Name"], tuple(dimensions)), (metric["Unit"], line[name])


def test_every_metric_of_ours_that_is_watched_is_counted_somewhere() -> None:
    assert {name for namespace, name, _ in watched() if namespace == NAMESPACE} == all_counted()


@pytest.mark.parametrize("name", sorted(all_counted()))
def test_what_is_counted_has_its_alarm_by_name_namespace_and_dimensions(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    for number in (0, 3):
        metric, told = emitted(capsys, name, number)
        assert metric in alarmed()
        assert told == ("Count", [number])


def test_alarms_of_ours_look_for_the_stack_that_counts() -> None:
    """Two stacks of one account count apart: what goes wrong in one rings no alarm of the other."""
    assert settings_of_all()["POWERTOOLS_SERVICE_NAME"] == {"Ref": "AWS::StackName"}
    for alarm in of_kind("AWS::CloudWatch::Alarm"):
        if alarm["Namespace"] == NAMESPACE:
            assert alarm["Dimensions"] == [{"Name": "service", "Value": {"Ref": "AWS::StackName"}}]
            assert (alarm["Statistic"], alarm["Threshold"]) == ("Sum", 0)


def test_everything_else_that_is_watched_is_counted_by_aws() -> None:
    assert {metric for metric in watched() if metric[0] != NAMESPACE} == OF_AWS

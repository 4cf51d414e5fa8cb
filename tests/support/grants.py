"""What each function may do, as its role in template.yaml says: actions on resources by their logical names."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from typing import Any

from tests.support.template import functions, resources, settings_of_all


@dataclass(frozen=True, order=True)
class Right:
    """An action on a resource: `LicensesTable`, `LicensesTable/index/Due`, `FilesBucket/archives/*`."""

    action: str
    resource: str

    def covers(self, wanted: "Right") -> bool:
        return self.action == wanted.action and fnmatchcase(wanted.resource, self.resource)


@cache
def granted_to(function: str) -> tuple[Right, ...]:
    """Every action of every statement, on each of its resources."""
    return tuple(right for statement in _statements(function) for right in _rights(statement))


@cache
def settings_of(function: str) -> dict[str, str]:
    """The settings that name a resource, for this function."""
    own = functions()[function].get("Environment", {}).get("Variables", {})
    return {name: value["Ref"] for name, value in (settings_of_all() | own).items() if "Ref" in value}


def _statements(function: str) -> Iterator[dict[str, Any]]:
    for policy in functions()[function].get("Policies", []):
        yield from policy["Statement"]
    for each in resources().values():
        if each["Type"] == "AWS::IAM::Policy" and {"Ref": f"{function}Role"} in each["Properties"]["Roles"]:
            yield from each["Properties"]["PolicyDocument"]["Statement"]


def _rights(statement: dict[str, Any]) -> Iterator[Right]:
    assert set(statement) == {"Effect", "Action", "Resource"}, statement
    assert statement["Effect"] == "Allow"
    for action in _listed(statement["Action"]):
        for resource in _listed(statement["Resource"]):
            yield Right(action, _named(resource))


def _named(resource: dict[str, str]) -> str:
    ((kind, text),) = resource.items()
    if kind == "GetAtt":
        return text.removesuffix(".Arn")
    assert kind == "Sub", resource
    return re.sub(r"\${(\w+)\.Arn}", r"\1", text).rsplit(":", 1)[-1]


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]

"""The template as plain values, so that tests are built from what is deployed."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[2]


class _Loader(yaml.SafeLoader):
    """Reads CloudFormation's short functions as `{"Fn::Name": value}`."""


def _function(loader: yaml.SafeLoader, suffix: str, node: yaml.Node) -> dict[str, Any]:
    if isinstance(node, yaml.ScalarNode):
        value: Any = loader.construct_scalar(node)
    elif isinstance(node, yaml.SequenceNode):
        value = loader.construct_sequence(node, deep=True)
    else:
        value = loader.construct_mapping(node, deep=True)
    return {suffix: value}


_Loader.add_multi_constructor("!", _function)


@cache
def template() -> dict[str, Any]:
    text = (ROOT / "template.yaml").read_text()
    loaded: dict[str, Any] = yaml.load(text, _Loader)  # noqa: S506 - a safe loader with tags of our own
    return loaded


def resources() -> dict[str, Any]:
    """Every resource of the template, by its logical id."""
    found: dict[str, Any] = template()["Resources"]
    return found


def settings_of_all() -> dict[str, Any]:
    """The settings that every function has, by their names in its environment."""
    found: dict[str, Any] = template()["Globals"]["Function"]["Environment"]["Variables"]
    return found


def functions() -> dict[str, Any]:
    """The properties of every function, by its logical id."""
    kind = "AWS::Serverless::Function"
    return {name: each["Properties"] for name, each in resources().items() if each["Type"] == kind}


def routes() -> dict[tuple[str, str], str]:
    """The handler module of every route, by method and path."""
    found = {}
    for function in functions().values():
        for event in function.get("Events", {}).values():
            if event["Type"] == "HttpApi":
                route = (event["Properties"]["Method"], event["Properties"]["Path"])
                found[route] = function["Handler"].rsplit(".", 1)[0]
    return found

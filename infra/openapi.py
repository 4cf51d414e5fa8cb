"""The API's own description, put together from the routes of every function: `python -m infra.openapi DIRECTORY`."""

import importlib
import importlib.util
import json
import sys
from pathlib import Path
from typing import Any

import yaml
from aws_lambda_powertools.event_handler import APIGatewayHttpResolver

from infra.openapi_parts import CODES, ETAG, GATEWAY, IF_MATCH, KEY, REFUSALS, problem, refusal
from infra.reference_page import page

ROOT = Path(__file__).resolve().parent.parent
TITLE, VERSION = "Seatkeeper", "1.0.0"
OPEN = ("/v1/openapi.json", "/v1/docs")
BODY_MAY_BE_LEFT_OUT = {"Nothing", "ReactivationRequest"}
VERSIONED = ("/v1/company", "/v1/licenses/{sku}/renewal", "/v1/users/{user_id}")
"""What stands under these has an ETag, and changes of it take an If-Match."""


def document() -> dict[str, Any]:
    """The OpenAPI document of every route that the template declares."""
    paths: dict[str, Any] = {}
    schemas: dict[str, Any] = {}
    for module in sorted(filter(_is_there, set(_routes().values()))):
        part = _part(importlib.import_module(module).app)
        for path, operations in part.get("paths", {}).items():
            paths.setdefault(path.replace("<", "{").replace(">", "}"), {}).update(operations)
        schemas.update(part.get("components", {}).get("schemas", {}))
    for path, operations in paths.items():
        for method, operation in operations.items():
            _complete(operation, method=method, path=path)
    return {
        "openapi": "3.1.0",
        "info": {"title": TITLE, "version": VERSION, "description": "User licenses: sold, signed, handed out, billed."},
        # Relative: the same document serves behind any address.
        "servers": [{"url": "."}],
        "paths": dict(sorted(paths.items())),
        "components": {
            "schemas": schemas | {"Problem": problem(), "GatewayMessage": GATEWAY},
            "securitySchemes": {"accessToken": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}},
        },
    }


def write(target: Path) -> None:
    """Write the document and the page for people below a copy of the code."""
    made = document()
    directory = target / "functions" / "reference"
    directory.mkdir(parents=True, exist_ok=True)
    (directory / "openapi.json").write_text(json.dumps(made, ensure_ascii=False, separators=(",", ":")), "utf-8")
    (directory / "docs.html").write_text(page(made, CODES), "utf-8")


def _part(app: APIGatewayHttpResolver) -> dict[str, Any]:
    """One function's share of the document; a call is described by its docstring."""
    for route in [*app._static_routes, *app._dynamic_routes]:
        summary, _, more = (route.func.__doc__ or "").strip().partition(". ")
        route.summary, route.description = summary.rstrip("."), more or None
    part: dict[str, Any] = json.loads(app.get_openapi_json_schema(title=TITLE, version=VERSION))
    return part


def _is_there(module: str) -> bool:
    try:
        return importlib.util.find_spec(module) is not None
    except ModuleNotFoundError:
        return False


def _complete(operation: dict[str, Any], *, method: str, path: str) -> None:
    is_change, is_versioned = method != "get", path.startswith(VERSIONED) and "imports" not in path
    parameters = [_without_null(each) for each in operation.get("parameters", [])]
    operation["parameters"] = parameters + [KEY] * is_change + [IF_MATCH] * (is_change and is_versioned)
    if is_versioned:
        operation["responses"]["200"]["headers"] = ETAG
    if _name_of_body(operation) in BODY_MAY_BE_LEFT_OUT:
        operation["requestBody"]["required"] = False
    left_out = set() if is_change else {"400", "412", "415"}
    for status, description in REFUSALS.items():
        if status not in left_out:
            operation["responses"][status] = refusal(status, description)
    if path not in OPEN:
        operation["security"] = [{"accessToken": []}]


def _without_null(parameter: dict[str, Any]) -> dict[str, Any]:
    """A parameter that may be left out is not sent as null: an address has no such thing."""
    schema = dict(parameter["schema"])
    kinds = [each for each in schema.pop("anyOf", []) if each != {"type": "null"}]
    return parameter | {"schema": schema | (kinds[0] if kinds else {})}


def _name_of_body(operation: dict[str, Any]) -> str:
    content = operation.get("requestBody", {}).get("content", {})
    reference: str = content.get("application/json", {}).get("schema", {}).get("$ref", "")
    return reference.rsplit("/", 1)[-1]


def _routes() -> dict[tuple[str, str], str]:
    loader = type("Loader", (yaml.SafeLoader,), {})
    loader.add_multi_constructor("!", lambda _loader, _suffix, _node: None)  # type: ignore[attr-defined]
    loaded = yaml.load((ROOT / "template.yaml").read_text(), loader)  # noqa: S506 - a safe loader  # nosec B506
    found = {}
    for resource in loaded["Resources"].values():
        properties = resource.get("Properties", {})
        for event in properties.get("Events", {}).values():
            if event["Type"] == "HttpApi":
                route = (event["Properties"]["Method"], event["Properties"]["Path"])
                found[route] = properties["Handler"].rsplit(".", 1)[0]
    return found


if __name__ == "__main__":
    write(Path(sys.argv[1]))

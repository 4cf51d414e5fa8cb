"""The API's own description, put together from the routes of every function: `python -m infra.openapi DIRECTORY`."""

import importlib
import importlib.util
import json
import sys
from html import escape
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parent.parent
TITLE, VERSION = "Seatkeeper", "1.0.0"
PROBLEM = {
    "type": "object",
    "required": ["type", "title", "status", "code", "detail", "request_id"],
    "properties": {
        "type": {"type": "string"}, "title": {"type": "string"}, "status": {"type": "integer"},
        "code": {"type": "string", "description": "Stable: clients may rely on it"},
        "detail": {"type": "string", "description": "What a person can do about it"},
        "request_id": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object", "required": ["field", "message"],
                "properties": {"field": {"type": "string"}, "message": {"type": "string"}},
            },
        },
    },
}  # fmt: skip
REFUSALS = {
    "400": "Unreadable", "401": "No access token", "403": "Not allowed for this person", "404": "Unknown",
    "409": "Not possible as things stand", "412": "Stale version", "415": "Wrong content type", "422": "Invalid",
    "429": "Too many calls", "500": "Our fault", "503": "Try again shortly",
}  # fmt: skip
GATEWAY = {"type": "object", "properties": {"message": {"type": "string"}}}
CODES = (
    "busy", "contract_not_ready", "contracted_not_deletable", "idempotency_key_reused", "internal_error", "invalid",
    "last_owner", "no_contracts", "no_license_available", "no_price", "not_contracted", "not_enough_available",
    "not_found", "not_signed_in", "not_sold_on_plan", "order_not_pending", "order_outdated", "quote_changed",
    "quote_used", "role_missing", "role_not_allowed", "stale_version", "too_many_lots", "unreadable",
    "user_active", "user_deactivated", "user_inactive", "username_taken", "wrong_content_type",
)  # fmt: skip


def document() -> dict[str, Any]:
    """The OpenAPI document of every route that the template declares."""
    paths: dict[str, Any] = {}
    schemas: dict[str, Any] = {}
    for module in sorted(filter(_is_there, set(_routes().values()))):
        part = json.loads(importlib.import_module(module).app.get_openapi_json_schema(title=TITLE, version=VERSION))
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
            "schemas": schemas | {"Problem": _problem(), "GatewayMessage": GATEWAY},
            "securitySchemes": {"accessToken": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}},
        },
    }


def write(target: Path) -> None:
    """Write the document and the page for people below a copy of the code."""
    made = document()
    directory = target / "functions" / "reference"
    directory.mkdir(parents=True, exist_ok=True)
    (directory / "openapi.json").write_text(json.dumps(made, ensure_ascii=False, separators=(",", ":")), "utf-8")
    (directory / "docs.html").write_text(page(made), "utf-8")


def page(made: dict[str, Any]) -> str:
    """The document as a plain page: every call, what it takes, what it answers."""
    calls = [
        f"<section><h2><code>{method.upper()} {escape(path)}</code></h2><p>{escape(operation.get('summary', ''))}</p>"
        f"<p>{escape(operation.get('description', ''))}</p><ul>{_answers(operation)}</ul></section>"
        for path, operations in made["paths"].items()
        for method, operation in operations.items()
    ]
    codes = "".join(f"<li><code>{code}</code></li>" for code in CODES)
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Seatkeeper API</title>'
        '<meta name="viewport" content="width=device-width"><style>body{font:16px/1.5 system-ui;max-width:50rem;'
        "margin:2rem auto;padding:0 1rem}h2{font-size:1rem;border-top:1px solid #ccc;padding-top:1rem}</style></head>"
        '<body><h1>Seatkeeper API</h1><p>The whole description: <a href="openapi.json">openapi.json</a>. '
        "Send an access token as <code>Authorization: Bearer</code>.</p>"
        f"{''.join(calls)}<section><h2>Codes of refusals</h2><ul>{codes}</ul></section></body></html>"
    )


def _is_there(module: str) -> bool:
    try:
        return importlib.util.find_spec(module) is not None
    except ModuleNotFoundError:
        return False


def _answers(operation: dict[str, Any]) -> str:
    return "".join(
        f"<li>{status}: {escape(answer['description'])}</li>" for status, answer in operation["responses"].items()
    )


def _problem() -> dict[str, Any]:
    properties = PROBLEM["properties"] | {"code": {"type": "string", "enum": list(CODES)}}  # type: ignore[operator]
    return PROBLEM | {"properties": properties}


def _complete(operation: dict[str, Any], *, method: str, path: str) -> None:
    problem = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    gateway = {"application/json": {"schema": {"$ref": "#/components/schemas/GatewayMessage"}}}
    for status, description in REFUSALS.items():
        by_gateway = gateway if status in ("401", "404", "429", "503", "500") else {}
        operation["responses"][status] = {"description": description, "content": problem | by_gateway}
    if path not in ("/v1/openapi.json", "/v1/docs"):
        operation["security"] = [{"accessToken": []}]
    if method in ("post", "put", "patch", "delete"):
        key = {
            "name": "Idempotency-Key",
            "in": "header",
            "schema": {"type": "string", "minLength": 1, "maxLength": 255},
        }
        operation.setdefault("parameters", []).append(key)


def _routes() -> dict[tuple[str, str], str]:
    loader = type("Loader", (yaml.SafeLoader,), {})
    loader.add_multi_constructor("!", lambda _loader, _suffix, _node: None)  # type: ignore[attr-defined]
    loaded = yaml.load((ROOT / "template.yaml").read_text(), loader)  # noqa: S506 - a safe loader
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

"""The API's description as a plain page: every call, what it takes, what it answers."""

from collections.abc import Iterable, Iterator
from html import escape
from typing import Any

from infra.schema_words import Schema, fields_of

STYLE = (
    "body{font:16px/1.5 system-ui;max-width:50rem;margin:2rem auto;padding:0 1rem}"
    "h2{font-size:1rem;border-top:1px solid #ccc;padding-top:1rem}summary{cursor:pointer}"
)


def page(made: dict[str, Any], codes: Iterable[str]) -> str:
    """The document for people to read."""
    known = made["components"]["schemas"]
    calls = "".join(
        _call(method, path, operation, known)
        for path, operations in made["paths"].items()
        for method, operation in operations.items()
    )
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Seatkeeper API</title>'
        f'<meta name="viewport" content="width=device-width"><style>{STYLE}</style></head>'
        '<body><h1>Seatkeeper API</h1><p>The whole description: <a href="openapi.json">openapi.json</a>. '
        "Send an access token as <code>Authorization: Bearer</code>.</p>"
        f"{calls}<section><h2>Codes of refusals</h2>{_list(f'<code>{code}</code>' for code in codes)}</section>"
        "</body></html>"
    )


def _call(method: str, path: str, operation: dict[str, Any], known: dict[str, Schema]) -> str:
    text = ". ".join(filter(None, (operation["summary"], operation.get("description"))))
    return (
        f"<section><h2><code>{method.upper()} {escape(path)}</code></h2><p>{escape(text)}</p>"
        f"{_list(_takes(operation, known))}{_list(_answers(operation, known))}</section>"
    )


def _takes(operation: dict[str, Any], known: dict[str, Schema]) -> Iterator[str]:
    for parameter in operation["parameters"]:
        yield f"<code>{escape(parameter['name'])}</code> ({parameter['in']}) {escape(parameter.get('description', ''))}"
    for kind, content in operation.get("requestBody", {}).get("content", {}).items():
        yield f"a body of {escape(kind)}{_list(_fields(content, known))}"


def _answers(operation: dict[str, Any], known: dict[str, Schema]) -> Iterator[str]:
    for status, answer in sorted(operation["responses"].items()):
        text = f"{status}: {escape(answer['description'])}"
        contents = answer.get("content", {}) if status.startswith("2") else {}
        if not contents:
            yield text
        for kind, content in contents.items():
            shown, fields = f"{text}, as {escape(kind)}", _list(_fields(content, known))
            yield f"<details><summary>{shown}</summary>{fields}</details>" if fields else shown


def _fields(content: dict[str, Any], known: dict[str, Schema]) -> Iterator[str]:
    for name, words in fields_of(content.get("schema", {}), known):
        yield f"<code>{escape(name)}</code> {escape(words)}"


def _list(lines: Iterable[str]) -> str:
    items = "".join(f"<li>{line}</li>" for line in lines)
    return f"<ul>{items}</ul>" if items else ""

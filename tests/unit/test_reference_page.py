"""The page of the API: what every body takes and every answer holds, by name."""

import re
from html import unescape

from infra.openapi import document
from infra.reference_page import page
from infra.schema_words import fields_of


def sections() -> dict[str, str]:
    """The text of each call's section, by method and path."""
    found = re.findall(r"<section><h2><code>([^<]*)</code></h2>(.*?)</section>", page(document(), []))
    return {unescape(call): unescape(re.sub("<[^>]+>", " ", text)) for call, text in found}


def test_every_field_of_every_body_stands_under_its_call() -> None:
    made, shown = document(), sections()
    known, looked_at = made["components"]["schemas"], 0
    for path, operations in made["paths"].items():
        for method, operation in operations.items():
            for content in operation.get("requestBody", {}).get("content", {}).values():
                for name, _ in fields_of(content["schema"], known):
                    looked_at += 1
                    assert f" {name} " in shown[f"{method.upper()} {path}"]
    assert looked_at > 30


def test_what_is_inside_has_the_name_that_a_refusal_tells() -> None:
    bought = sections()["POST /v1/licenses/orders"]
    assert "signature.consent  true" in bought
    assert "signature.document_sha256  text, as ^[0-9a-f]{64}$" in bought
    assert "strokes of `[x, y, t]`" in bought


def test_answers_tell_their_fields_and_other_types() -> None:
    assert "200: Charges, oldest first, as text/csv" in sections()["GET /v1/billing/charges"]
    assert "items[].username  text" in sections()["GET /v1/users"]


def test_bounds_and_what_may_be_left_out_are_told() -> None:
    schema = {
        "properties": {
            "a": {"type": "integer", "minimum": 1, "maximum": 10_000}, "b": {"type": "string", "maxLength": 5},
            "c": {"anyOf": [{"type": "string", "format": "date"}, {"type": "null"}]}, "d": {"enum": ["x", "y"]},
            "e": {"type": "array", "items": {"type": "string", "minLength": 2}},
        },
        "required": ["a", "d"],
    }  # fmt: skip
    assert dict(fields_of(schema, {})) == {
        "a": "whole number, 1 to 10,000", "b": "text, at most 5 characters, may be left out",
        "c": "date, or null, may be left out", "d": "one of x, y",
        "e": "list of text, at least 2 characters, may be left out",
    }  # fmt: skip

"""Letters in words: each is written once, and comes out as plain text and as HTML with the same content."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from shared.mail.wording import FILTERS

TEMPLATES = Path(__file__).with_name("templates")
Form = Literal["text", "html"]


@dataclass(frozen=True)
class Words:
    """A letter's subject, of one line, and its body in both forms."""

    subject: str
    text: str
    html: str


def render(template: str, values: Mapping[str, Any]) -> Words:
    """Write a letter. A value that is missing stops it: jinja2's UndefinedError, or TypeError out of a filter."""
    plain = _environment("text").get_template(f"{template}.j2")
    # Out of the template's own block, so that a subject is never longer than a line or different from the heading.
    subject = "".join(plain.blocks["subject"](plain.new_context(dict(values))))
    html = _environment("html").get_template(f"{template}.j2").render(values)
    return Words(" ".join(subject.split()), plain.render(values), html)


@cache
def _environment(form: Form) -> Environment:
    environment = Environment(  # nosec B701 # plain text has nothing to escape
        loader=FileSystemLoader(TEMPLATES), undefined=StrictUndefined,
        autoescape=form == "html",  # noqa: S701 - plain text has nothing to escape
        trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True,
    )  # fmt: skip
    environment.filters.update(FILTERS)
    environment.globals.update(layout=f"{form}.layout.j2", words=f"{form}.words.j2")
    return environment

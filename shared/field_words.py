"""What is said of a field whose value a schema refuses: our words, where the library that checks has its own."""

from collections.abc import Mapping
from typing import Any

_SAID = {
    "extra_forbidden": "is not a field of this call",
    "missing": "is missing",
    "int_type": "takes a whole number",
    "int_parsing": "takes a whole number",
    "int_from_float": "takes a whole number",
    "string_type": "takes text",
    "bool_type": "takes true or false",
}
"""By the library's name for what is wrong."""

_BEFORE_OURS = "Value error, "
"""What the library puts in front of a sentence of our own validators."""


def said_of(fault: Mapping[str, Any]) -> str:
    """The message for one fault that a schema found.

    What the table has no words for is told as the library tells it, which names the values or the limit.
    """
    known = _SAID.get(fault["type"])
    if known is not None:
        return known
    return str(fault["msg"]).removeprefix(_BEFORE_OURS)

"""A difference between a record and what it was counted from."""

from typing import Any


def difference(what: str, subject: str, *, recorded: Any, counted: Any) -> dict[str, Any]:
    """`what` is the rule that does not hold; `subject` is where."""
    return {"what": what, "subject": subject, "recorded": recorded, "counted": counted}

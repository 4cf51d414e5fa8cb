"""The page on events names every type that is written, and the mail rule lets through what brings a mail."""

import re
from pathlib import Path

from shared.domain.activity import Event
from shared.mail.letters import MAILED_TYPES
from tests.support.template import ROOT, resources
from tests.unit.mail.samples import SAMPLES

PAGE = (ROOT / "docs/events.md").read_text()
ROWS = [[cell.strip() for cell in line[1:-1].split("|")] for line in PAGE.splitlines() if line.startswith("| `")]
AREAS = (
    "account|company|plan|tax|order|contract|licenses|renewal|term|invoice|credit|storage|user|seat|login|import"
)  # fmt: skip
TYPE = re.compile(rf'"((?:{AREAS})\.[a-z_]+)"')


def documented() -> dict[str, str]:
    """The row of each type."""
    return {name: " ".join(row) for row in ROWS for name in re.findall(r"`([a-z]+\.[a-z_]+)`", row[0])}


def written() -> set[str]:
    """The types that the code writes."""
    sources = [*Path(ROOT, "shared/account").glob("*.py"), *Path(ROOT, "functions").rglob("*.py")]
    return {name for source in sources for name in TYPE.findall(source.read_text())} - {
        "storage.measured",
        "user.logged_in",
    }


def test_every_type_that_is_written_is_on_the_page() -> None:
    assert written() - set(documented()) == set()


def test_nothing_is_on_the_page_that_is_not_written() -> None:
    assert set(documented()) - written() == set()


def test_the_mail_rule_lets_through_what_brings_a_mail() -> None:
    pattern = resources()["MailRule"]["Properties"]["EventPattern"]
    assert pattern["source"] == ["seatkeeper"]
    assert set(pattern["detail-type"]) >= MAILED_TYPES


def test_each_type_with_a_mail_says_so() -> None:
    assert {name for name in documented() if _mail(name)} == MAILED_TYPES


def test_the_samples_tell_what_the_page_says() -> None:
    for event in SAMPLES.values():
        assert _unknown_fields(event) == set(), event.event_type


def _mail(name: str) -> str:
    row = next(row for row in ROWS if f"`{name}`" in row[0])
    return row[4]


def _unknown_fields(event: Event) -> set[str]:
    row = documented()[event.event_type]
    order = set(re.findall(r"`(\w+)`", PAGE[PAGE.index("*Order*") : PAGE.index("| type |")]))
    known = set(re.findall(r"`(\w+)`", row)) | (order if "order" in row else set())
    return set(event.after) - known

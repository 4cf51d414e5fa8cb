"""Every mail in words, as somebody has looked at it once."""

import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from jinja2 import UndefinedError

from shared.domain.activity import Event
from shared.mail.letters import letters_of
from shared.mail.rendering import TEMPLATES, Words, render
from tests.support.golden import assert_as_before
from tests.unit.mail.samples import ACCOUNT, AWKWARD, SAMPLES

KINDS = {
    "order_placed", "signature_reminder", "order_signed", "order_expired", "order_cancelled", "licenses_deleted",
    "renewal_reminder", "renewed", "invoice_issued", "storage_80", "storage_100", "address_changed", "invitation",
}  # fmt: skip


def words_of(event: Event) -> Words:
    letter = letters_of(event, ACCOUNT)[0]
    return render(letter.template, letter.values)


class Outline(HTMLParser):
    """The tags of a page, and its text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: dict[str, str | None] = {}
        self.words: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes.update(attrs)

    def handle_data(self, data: str) -> None:
        if self.tags and self.tags[-1] not in ("style", "title"):
            self.words += data.split()


@pytest.mark.parametrize("name", SAMPLES)
def test_a_mail_reads_as_it_was_looked_at(name: str) -> None:
    words = words_of(SAMPLES[name])
    assert_as_before(f"mail/{name}.txt", f"Subject: {words.subject}\n\n{words.text}")
    assert_as_before(f"mail/{name}.html", words.html)


def test_every_kind_is_written_and_no_other() -> None:
    written = {letter.kind for event in SAMPLES.values() for letter in letters_of(event, ACCOUNT)}
    assert written == KINDS
    templates = {letter.template for event in SAMPLES.values() for letter in letters_of(event, ACCOUNT)}
    assert templates == {path.name.removesuffix(".j2") for path in TEMPLATES.iterdir() if path.name.count(".") == 1}


@pytest.mark.parametrize("name", SAMPLES)
def test_html_says_what_the_text_says_to_a_screen_reader_too(name: str) -> None:
    words = words_of(SAMPLES[name])
    page = Outline(words.html)
    assert page.attributes["lang"] == "en"
    assert page.tags.count("h1") == 1
    assert "table" not in page.tags
    # In text a label ends with a colon and a heading is underlined; in HTML they have elements of their own.
    assert _letters_only(words.text) == _letters_only(" ".join(page.words))


@pytest.mark.parametrize("name", SAMPLES)
def test_no_name_is_markup_and_no_mail_links_anywhere(name: str) -> None:
    words = words_of(SAMPLES[name])
    assert "<b>" not in words.html
    assert "<i>" not in words.html
    for form in (words.text, words.html):
        assert "http" not in form
        assert "href" not in form


@pytest.mark.parametrize("name", SAMPLES)
def test_a_subject_is_one_short_line_without_names(name: str) -> None:
    subject = words_of(SAMPLES[name]).subject
    assert subject.isascii()
    assert subject.isprintable()
    assert len(subject) <= 78
    assert AWKWARD[:6] not in subject


def test_a_value_that_is_missing_stops_the_mail() -> None:
    event = SAMPLES["order_signed"]
    without = {name: value for name, value in event.after.items() if name != "order_id"}
    letter = letters_of(replace(event, after=without), ACCOUNT)[0]
    with pytest.raises(UndefinedError):
        render(letter.template, letter.values)


def test_a_change_of_address_goes_to_both() -> None:
    letters = letters_of(SAMPLES["address_changed"], ACCOUNT)
    assert [(letter.to, letter.part) for letter in letters] == [
        ("old@brookvale.example", "old"), ("office@müller.example", "new"),
    ]  # fmt: skip


def test_another_change_of_the_company_is_no_mail() -> None:
    event = replace(SAMPLES["address_changed"], before={"name": "One"}, after={"name": "Two"})
    assert letters_of(event, ACCOUNT) == []


def test_what_nobody_need_be_told_is_no_mail() -> None:
    assert letters_of(replace(SAMPLES["renewed"], event_type="term.ended"), ACCOUNT) == []
    assert letters_of(replace(SAMPLES["invitation"], event_type="login.failed"), ACCOUNT) == []


def test_instants_are_told_on_the_clock_that_counts_that_day() -> None:
    assert "9:30 (Europe/London)" in words_of(SAMPLES["order_placed"]).text


def _letters_only(text: str) -> str:
    return re.sub(r"[\s:=-]", "", text)

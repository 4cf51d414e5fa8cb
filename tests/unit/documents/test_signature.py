import hashlib
import subprocess
import sys
from io import BytesIO
from pathlib import Path
from shutil import which

import pytest
from pypdf import PdfReader
from pypdf.generic import ContentStream

from shared.documents.contract import render_contract
from shared.documents.edition import CONSENT_SHA256, CONSENT_TEXT, CONSENT_VERSION
from shared.documents.signature import Signature, render_signed
from tests.unit.documents.pages import flat, page_texts
from tests.unit.documents.samples import a_contract, a_signature

DRAWN = (((0, 0, 0), (1000, 400, 5)), ((500, 200, 9),))


def audit_page(signature: Signature) -> str:
    return page_texts(render_signed(a_contract(), signature))[-1]


def test_the_consent_carries_its_own_sha256() -> None:
    assert hashlib.sha256(CONSENT_TEXT.encode()).hexdigest() == CONSENT_SHA256
    assert CONSENT_VERSION == "1"
    assert CONSENT_SHA256.startswith("476f7e741b"), "a changed text needs a new version"


def test_the_pages_that_were_signed_come_first_unchanged() -> None:
    drafted = page_texts(render_contract(a_contract()))
    signed = page_texts(render_signed(a_contract(), a_signature()))
    assert signed[: len(drafted)] == drafted
    assert len(signed) == len(drafted) + 2


@pytest.mark.skipif(which("pdftoppm") is None, reason="pdftoppm is not here: pages not compared as pictures")
def test_the_pages_that_were_signed_look_the_same(tmp_path: Path) -> None:
    pictures = []
    for name, pdf in (("draft", render_contract(a_contract())), ("signed", render_signed(a_contract(), a_signature()))):
        (tmp_path / f"{name}.pdf").write_bytes(pdf)
        command = ["pdftoppm", "-r", "50", "-l", "2", str(tmp_path / f"{name}.pdf"), str(tmp_path / name)]
        subprocess.run(command, check=True)
        pictures.append([(tmp_path / f"{name}-{page}.ppm").read_bytes() for page in (1, 2)])
    assert pictures[0] == pictures[1]


def test_the_contract_id_is_on_the_signature_pages_too() -> None:
    document = a_contract()
    pages = page_texts(render_signed(document, a_signature()))
    assert all(document.contract_id in page for page in pages)
    assert "Signature, page 2 of 2" in pages[-1]


def test_the_audit_page_says_all_that_was_recorded() -> None:
    page = audit_page(a_signature(signer_name="A. Pop", typed_name="A. Pop"))
    for part in (
        "A. Pop",
        "Ana Maria Pop",
        "01JZ8Q5S9T7V3W1X2Y4Z6A8B0D",
        "Owner/manager",
        "ana.pop@darcy.example",
        "Heizung/Sanitär",
        "203.0.113.9",
        "Mozilla/5.0 (X11; Linux x86_64)",
        "2027-02-14T23:01:00.000Z",
        "2027-02-14T23:30:05.123Z",
        flat(CONSENT_TEXT),
        CONSENT_SHA256,
        "0123456789abcdef" * 4,
    ):
        assert part in page


def test_the_time_of_signing_is_also_told_in_the_zone_of_the_account() -> None:
    pages = page_texts(render_signed(a_contract(time_zone="Asia/Tokyo"), a_signature()))
    assert "15 February 2027, 08:30:05, Asia/Tokyo" in pages[-1]


def test_what_was_not_recorded_says_so() -> None:
    page = audit_page(a_signature(ip=None, user_agent=None, viewed_at=None))
    assert page.count("not recorded") == 3
    assert "not recorded" not in audit_page(a_signature())


def test_a_drawn_signature_is_lines_and_no_text() -> None:
    signature = a_signature(typed_name=None, strokes=DRAWN)
    assert "drawn by hand, 2 strokes of 3 points in all" in audit_page(signature)
    assert render_signed(a_contract(), signature) == render_signed(a_contract(), signature)


@pytest.mark.parametrize("dot", [((500, 200, 0),), ((500, 200, 0), (500, 200, 9))])
def test_a_dot_is_drawn(dot: tuple[tuple[int, int, int], ...]) -> None:
    line = ((100, 100, 0), (900, 300, 5))
    alone, beside = (curves_of(a_signature(typed_name=None, strokes=strokes)) for strokes in ((line,), (line, dot)))
    assert beside == alone + 4


def curves_of(signature: Signature) -> int:
    """How many quarters of circles are on the page of the signature."""
    page = PdfReader(BytesIO(render_signed(a_contract(), signature))).pages[-2]
    return sum(operator == b"c" for _, operator in ContentStream(page.get_contents(), None).operations)


def test_the_longest_drawing_allowed_is_printed() -> None:
    strokes = tuple(tuple((x % 1001, (x * s) % 401, x) for x in range(50)) for s in range(100))
    assert audit_page(a_signature(typed_name=None, strokes=strokes)).count("5000 points") == 1


@pytest.mark.parametrize("changes", [{"typed_name": None}, {"strokes": DRAWN}])
def test_a_signature_is_either_typed_or_drawn(changes: dict[str, object]) -> None:
    with pytest.raises(ValueError):
        a_signature(**changes)


@pytest.mark.parametrize("signature", [a_signature(viewed_at=None), a_signature(typed_name=None, strokes=DRAWN)])
def test_the_values_survive_being_stored(signature: Signature) -> None:
    assert Signature.from_json(signature.to_json()) == signature


@pytest.mark.parametrize("name", ["山田太郎", "محمد", "अनीता", "Ж. Иванов", "N" * 200])
def test_names_without_handwriting_are_signed_all_the_same(name: str) -> None:
    assert len(page_texts(render_signed(a_contract(), a_signature(signer_name=name, typed_name=name)))) == 4


def test_a_browser_that_calls_itself_odd_loses_nobody_their_contract() -> None:
    pages = page_texts(render_signed(a_contract(), a_signature(user_agent="bad\u202e\x00😀 " + "x" * 3000)))
    assert "bad<U+202E><U+0000><U+1F600>" in pages[3]
    assert len(pages) == 5


def test_characters_that_can_only_not_be_printed_together_are_spelled_out() -> None:
    odd = "\u00c6\u08e1\U0001f223\u0361"
    signature = a_signature(signer_name=odd, typed_name=odd, user_agent=f"Mozilla {odd}")
    assert "Mozilla <U+00C6><U+08E1><U+1F223><U+0361>" in audit_page(signature)
    assert render_signed(a_contract(), signature) == render_signed(a_contract(), signature)


def test_who_signs_needs_no_typesetter() -> None:
    code = "import sys, shared.documents.signature; print('typst' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"

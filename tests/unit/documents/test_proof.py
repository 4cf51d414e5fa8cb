import hashlib
import os
from collections.abc import Callable, Iterable
from io import BytesIO

import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner

from shared.documents.certificate import certificate_of, make_certificate
from shared.documents.proof import check_sealed
from shared.documents.seal import RemoteSigner, seal

Sign = Callable[[bytes], bytes]

STRIDE = int(os.environ.get("PROOF_STRIDE", "97"))
"""Every how many bytes one is altered; 1 takes half an hour."""


def parts_that_fail(pdf: bytes, certificate_pem: str) -> list[str]:
    """As if the record had been forged along with the file, so that the seal alone must tell."""
    return check_sealed(pdf, expected_sha256=hashlib.sha256(pdf).hexdigest(), certificate_pem=certificate_pem)


def test_the_sealed_file_is_proved(sealed_pdf: bytes, certificate_pem: str) -> None:
    assert parts_that_fail(sealed_pdf, certificate_pem) == []


def test_another_file_than_the_recorded_one_is_refused(sealed_pdf: bytes, certificate_pem: str) -> None:
    failed = check_sealed(sealed_pdf, expected_sha256="0" * 64, certificate_pem=certificate_pem)
    assert failed == ["file hash"]


def test_an_unsealed_file_is_refused(signed_pdf: bytes, certificate_pem: str) -> None:
    assert parts_that_fail(signed_pdf, certificate_pem) == ["one signature"]


def test_a_seal_by_another_key_is_refused(signed_pdf: bytes, certificate_pem: str) -> None:
    other = rsa.generate_private_key(public_exponent=65537, key_size=3072)
    form = serialization.PublicFormat.SubjectPublicKeyInfo
    public = other.public_key().public_bytes(serialization.Encoding.DER, form)

    def sign(message: bytes) -> bytes:
        return other.sign(message, padding.PKCS1v15(), hashes.SHA256())

    forged = seal(signed_pdf, sign=sign, certificate_pem=make_certificate(public, sign))
    assert parts_that_fail(forged, certificate_pem) == ["pinned certificate"]


def test_a_seal_that_allows_changes_is_refused(signed_pdf: bytes, sign: Sign, certificate_pem: str) -> None:
    metadata = PdfSignatureMetadata(field_name="Seal", md_algorithm="sha256", certify=True)
    signer = PdfSigner(metadata, RemoteSigner(certificate_of(certificate_pem), sign))
    weak = signer.sign_pdf(IncrementalPdfFileWriter(BytesIO(signed_pdf))).getvalue()
    assert "no changes allowed" in parts_that_fail(weak, certificate_pem)


def test_a_second_signature_is_refused(signed_pdf: bytes, sign: Sign, certificate_pem: str) -> None:
    doubled = signed_pdf
    for field in ("One", "Two"):
        metadata = PdfSignatureMetadata(field_name=field, md_algorithm="sha256")
        signer = PdfSigner(metadata, RemoteSigner(certificate_of(certificate_pem), sign))
        doubled = signer.sign_pdf(IncrementalPdfFileWriter(BytesIO(doubled))).getvalue()
    assert parts_that_fail(doubled, certificate_pem) == ["one signature"]


def test_an_appended_object_is_refused(sealed_pdf: bytes, certificate_pem: str) -> None:
    writer = IncrementalPdfFileWriter(BytesIO(sealed_pdf))
    writer.add_object(generic.pdf_string("a side letter"))
    writer.update_root()
    appended = BytesIO()
    writer.write(appended)
    assert "whole file covered" in parts_that_fail(appended.getvalue(), certificate_pem)


@pytest.mark.parametrize("tail", [b"\n", b"\0", b"%%EOF\n", b"1 0 obj\n<<>>\nendobj\n"])
def test_anything_appended_is_refused(sealed_pdf: bytes, certificate_pem: str, tail: bytes) -> None:
    assert parts_that_fail(sealed_pdf + tail, certificate_pem)


@pytest.mark.parametrize("share", [0, 0.3, 0.9, 0.999])
def test_a_file_cut_short_is_refused(sealed_pdf: bytes, certificate_pem: str, share: float) -> None:
    assert parts_that_fail(sealed_pdf[: int(len(sealed_pdf) * share)], certificate_pem)


def let_through(pdf: bytes, positions: Iterable[int], certificate_pem: str) -> list[int]:
    """Positions at which a flipped bit is not noticed."""
    found = []
    for position in positions:
        altered = bytearray(pdf)
        altered[position] ^= 1 << position % 7
        if not parts_that_fail(bytes(altered), certificate_pem):
            found.append(position)
    return found


def test_no_byte_can_be_altered(sealed_pdf: bytes, certificate_pem: str) -> None:
    assert let_through(sealed_pdf, range(0, len(sealed_pdf), STRIDE), certificate_pem) == []


def test_not_even_where_the_signature_itself_stands(sealed_pdf: bytes, certificate_pem: str) -> None:
    """Around the signature are bytes that nobody signed: its version, algorithms, whose it is, and filling."""
    start = sealed_pdf.rindex(b"/Contents <") + len(b"/Contents ")
    end = sealed_pdf.index(b">", start) + 1
    head, tail = range(start, start + 180, 2), range(start + 180, end, min(STRIDE, 49))
    assert let_through(sealed_pdf, [*head, *tail], certificate_pem) == []

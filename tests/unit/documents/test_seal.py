import asyncio
import re
import subprocess
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from shutil import which
from typing import Any

import pytest
from cryptography import x509
from pypdf import PdfReader

from shared.documents.certificate import certificate_of, make_certificate
from shared.documents.seal import MessageTooLong, RemoteSigner, seal
from tests.unit.documents.pages import page_texts

Sign = Callable[[bytes], bytes]


def test_the_certificate_is_signed_by_its_own_key(certificate_pem: str) -> None:
    certificate = x509.load_pem_x509_certificate(certificate_pem.encode())
    certificate.verify_directly_issued_by(certificate)
    usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    assert usage.digital_signature and usage.content_commitment and not usage.key_cert_sign


def test_one_key_always_has_the_same_certificate(public_key_der: bytes, sign: Sign, certificate_pem: str) -> None:
    assert make_certificate(public_key_der, sign) == certificate_pem


def test_the_seal_comes_after_the_pages_and_leaves_them_alone(sealed_pdf: bytes, signed_pdf: bytes) -> None:
    assert sealed_pdf.startswith(signed_pdf)
    assert page_texts(sealed_pdf) == page_texts(signed_pdf)


def test_the_seal_is_pades_and_allows_no_change(sealed_pdf: bytes, signed_pdf: bytes) -> None:
    added = sealed_pdf[len(signed_pdf) :]
    for part in (b"/SubFilter /ETSI.CAdES.detached", b"/TransformMethod /DocMDP", b"/P 1\n", b"/SigFlags 3"):
        assert part in added


def metadata_of(pdf: bytes) -> bytes:
    root: Any = PdfReader(BytesIO(pdf)).trailer["/Root"]
    data: bytes = root["/Metadata"].get_data()
    return data


def test_the_file_still_says_what_it_conforms_to(sealed_pdf: bytes, signed_pdf: bytes) -> None:
    metadata = metadata_of(sealed_pdf)
    assert b"<pdfaid:part>2<" in metadata and b"<pdfaid:conformance>A<" in metadata and b"<pdfuaid:part>1<" in metadata
    assert metadata == metadata_of(signed_pdf)


def test_the_seal_lies_where_both_standards_let_it_be(sealed_pdf: bytes) -> None:
    page: Any = PdfReader(BytesIO(sealed_pdf)).pages[0]
    (annotation,) = (one.get_object() for one in page["/Annots"])
    left, bottom, right, top = annotation["/Rect"]
    assert (right - left, top - bottom) == (0, 0) and left < 0
    assert annotation["/F"] & 4 and not annotation["/F"] & 2, "printable and not hidden"
    assert page["/Tabs"] == "/S" and annotation["/TU"]


def test_the_key_is_asked_once_for_little(signed_pdf: bytes, sign: Sign, certificate_pem: str) -> None:
    asked: list[bytes] = []

    def counted(message: bytes) -> bytes:
        asked.append(message)
        return sign(message)

    seal(signed_pdf, sign=counted, certificate_pem=certificate_pem)
    assert len(asked) == 1 and len(asked[0]) < 4096


async def _ask(signer: RemoteSigner, length: int) -> bytes:
    return await signer.async_sign_raw(bytes(length), "sha256")


def test_what_the_key_service_would_refuse_is_refused_here(sign: Sign, certificate_pem: str) -> None:
    with pytest.raises(MessageTooLong):
        asyncio.run(_ask(RemoteSigner(certificate_of(certificate_pem), sign), 4097))


@pytest.mark.skipif(which("pdfsig") is None, reason="pdfsig is not here: seal not checked from outside")
def test_an_outside_reader_finds_the_seal_valid(sealed_pdf: bytes, tmp_path: Path) -> None:
    path = tmp_path / "contract.pdf"
    path.write_bytes(sealed_pdf)
    said = subprocess.run(["pdfsig", "-nocert", path], capture_output=True, text=True, check=True).stdout
    assert "Signature is Valid" in said and "Total document signed" in said
    assert len(re.findall(r"Signature #", said)) == 1

"""Contracts drawn and sealed, against the bare typesetter and the bare signing library with the same key."""

import json
from collections.abc import Callable, Iterator
from datetime import date
from io import BytesIO

import typst
from asn1crypto import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, Signer
from pyhanko_certvalidator.registry import SimpleCertificateStore

from shared.documents.certificate import RSA_SHA256, certificate_of, make_certificate
from shared.documents.contract import SOURCE, ContractDocument, contract_values, render_contract
from shared.documents.fonts import font_folders
from shared.documents.parties import Party
from shared.documents.seal import seal
from shared.documents.typeset import SOURCES, STANDARDS
from tests.bench.measure import Row, interleaved

DOCUMENT = ContractDocument(
    contract_id="01BENCH", customer=Party("Brook & Vale Ltd", "office@brookvale.example", "1 Mill Lane\nLeeds"),
    account_id="01BENCH", product="jobs", plan="go_paperless", sku="jobs-rolling", quantity=5, unit_price=2600,
    currency="GBP", tax_rate_bp=2000, term_clause="none", term_ends_before=None, prepared_on=date(2027, 3, 5),
    time_zone="Europe/London",
)  # fmt: skip
ROUNDS = 15


def rows() -> Iterator[Row]:
    """Drawn, sealed, and both."""
    key = rsa.generate_private_key(65537, 3072)
    certificate = make_certificate(_public(key), lambda message: _signed(key, message))
    draw, sign = _bare_typesetter(), _bare_signature(key, certificate_of(certificate))
    pdf = render_contract(DOCUMENT)

    def sealed(content: bytes) -> bytes:
        return seal(content, sign=lambda message: _signed(key, message), certificate_pem=certificate)

    measures: list[tuple[str, Callable[[], object], Callable[[], object], float | None]] = [
        ("draw a contract / the bare typesetter", lambda: render_contract(DOCUMENT), draw, 1.25),
        ("seal a contract / the bare signing library, same key", lambda: sealed(pdf), lambda: sign(pdf), None),
        ("draw and seal a contract / both bare", lambda: sealed(render_contract(DOCUMENT)), lambda: sign(draw()), 1.25),
    ]  # fmt: skip
    for measure, ours, floor, target in measures:
        yield Row(measure, *interleaved(ours, floor, rounds=ROUNDS), "ms", target)


def _public(key: rsa.RSAPrivateKey) -> bytes:
    form = serialization.PublicFormat.SubjectPublicKeyInfo
    return key.public_key().public_bytes(serialization.Encoding.DER, form)


def _signed(key: rsa.RSAPrivateKey, message: bytes) -> bytes:
    return key.sign(message, padding.PKCS1v15(), SHA256())


def _bare_typesetter() -> Callable[[], bytes]:
    """With the same source, values, fonts and standards."""
    fonts = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(each) for each in font_folders()]
    )
    compiler = typst.Compiler(str(SOURCES / SOURCE), root=str(SOURCES), font_paths=fonts, ignore_system_fonts=True)
    inputs = {"document": json.dumps(contract_values(DOCUMENT), ensure_ascii=False, sort_keys=True)}
    return lambda: compiler.compile(format="pdf", sys_inputs=inputs, pdf_standards=STANDARDS)


class KeyInHand(Signer):
    """The library's own one loads and proves the key again for each signature, which takes ten times the rest."""

    def __init__(self, key: rsa.RSAPrivateKey, certificate: x509.Certificate) -> None:
        self._key = key
        super().__init__(
            signing_cert=certificate, cert_registry=SimpleCertificateStore(), signature_mechanism=RSA_SHA256
        )

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
        return bytes(self._key.key_size // 8) if dry_run else _signed(self._key, data)


def _bare_signature(key: rsa.RSAPrivateKey, certificate: x509.Certificate) -> Callable[[bytes], bytes]:
    """A signature of the same profile, and nothing else done to the file."""
    signer = KeyInHand(key, certificate)
    metadata = PdfSignatureMetadata(
        field_name="Seal", md_algorithm="sha256", certify=True, subfilter=SigSeedSubFilter.PADES,
        docmdp_permissions=MDPPerm.NO_CHANGES,
    )  # fmt: skip

    def sign(pdf: bytes) -> bytes:
        output = BytesIO()
        PdfSigner(metadata, signer).sign_pdf(IncrementalPdfFileWriter(BytesIO(pdf)), output=output)
        return output.getvalue()

    return sign

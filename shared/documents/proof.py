"""Proves a sealed contract: says which parts of the proof fail, and why the file cannot be trusted."""

import hashlib
import logging
from io import BytesIO

from asn1crypto import algos, cms, x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import MDPPerm
from pyhanko.sign.validation import EmbeddedPdfSignature, SignatureCoverageLevel, validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from shared.documents.certificate import RSA_SHA256, certificate_of

FILE_HASH = "file hash"
ONE_SIGNATURE = "one signature"
WHOLE_FILE = "whole file covered"
PINNED_CERTIFICATE = "pinned certificate"
NO_CHANGES = "no changes allowed"
INTACT = "intact"

SHA256 = algos.DigestAlgorithm({"algorithm": "sha256"})

# A file that proves nothing is an answer here and no incident: the library need not log how it failed.
logging.getLogger("pyhanko").setLevel(logging.CRITICAL)
logging.getLogger("pyhanko_certvalidator").setLevel(logging.CRITICAL)


def check_sealed(pdf: bytes, *, expected_sha256: str, certificate_pem: str) -> list[str]:
    """The parts that fail, empty where the file is the one that was sealed. Never raises for what the file holds."""
    failed = [] if hashlib.sha256(pdf).hexdigest() == expected_sha256 else [FILE_HASH]
    try:
        return failed + _check_signature(pdf, certificate_pem)
    except Exception:  # noqa: BLE001 - what a mangled file makes a parser raise has no bound; all of it means no
        return [*failed, INTACT]


def _check_signature(pdf: bytes, certificate_pem: str) -> list[str]:
    signatures = PdfFileReader(BytesIO(pdf)).embedded_signatures
    if len(signatures) != 1:
        return [ONE_SIGNATURE]
    (signature,) = signatures
    certificate = certificate_of(certificate_pem)
    checks = {
        WHOLE_FILE: _covers_whole_file(pdf, signature),
        PINNED_CERTIFICATE: signature.signer_cert.dump() == certificate.dump(),
        NO_CHANGES: signature.docmdp_level == MDPPerm.NO_CHANGES,
        INTACT: _is_intact(signature) and _content(pdf, signature) == _as_sealed(signature),
    }
    return [part for part, holds in checks.items() if not holds]


def _covers_whole_file(pdf: bytes, signature: EmbeddedPdfSignature) -> bool:
    """Every byte is signed but those of the signature itself."""
    start, _, resumes, rest = (int(number) for number in signature.byte_range)
    covered = signature.evaluate_signature_coverage() == SignatureCoverageLevel.ENTIRE_FILE
    return covered and (start, resumes + rest) == (0, len(pdf))


def _is_intact(signature: EmbeddedPdfSignature) -> bool:
    context = ValidationContext(trust_roots=[signature.signer_cert], allow_fetching=False)
    status = validate_pdf_signature(signature, signer_validation_context=context)
    return bool(status.intact and status.valid and status.bottom_line)


def _content(pdf: bytes, signature: EmbeddedPdfSignature) -> bytes:
    """What stands where nothing is signed."""
    return pdf[int(signature.byte_range[1]) : int(signature.byte_range[2])]


def _as_sealed(signature: EmbeddedPdfSignature) -> bytes:
    """What the sealer writes there, to the letter: parts of it are signed by nobody and no reader looks at them."""
    (signer,) = signature.signed_data["signer_infos"]
    signed_data = _signed_data(signature.signer_cert, signer)
    sealed: bytes = cms.ContentInfo({"content_type": "signed_data", "content": signed_data}).dump()
    reserved = int(signature.byte_range[2]) - int(signature.byte_range[1]) - len("<>")
    return b"<" + sealed.hex().upper().encode().ljust(reserved, b"0") + b">"


def _signed_data(certificate: x509.Certificate, signer: cms.SignerInfo) -> cms.SignedData:
    name = {"issuer": certificate.issuer, "serial_number": certificate.serial_number}
    rebuilt = {
        "version": "v1",
        "sid": cms.IssuerAndSerialNumber(name),
        "digest_algorithm": SHA256,
        "signed_attrs": signer["signed_attrs"],
        "signature_algorithm": RSA_SHA256,
        "signature": signer["signature"],
    }
    return cms.SignedData(
        {
            "version": "v1",
            "digest_algorithms": [SHA256],
            "encap_content_info": {"content_type": "data"},
            "certificates": [certificate],
            "signer_infos": [rebuilt],
        }
    )

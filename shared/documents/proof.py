"""Proves a sealed contract: says which parts of the proof fail, and why the file cannot be trusted."""

import hashlib
import logging
from io import BytesIO

from asn1crypto import cms, pem
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import MDPPerm
from pyhanko.sign.validation import EmbeddedPdfSignature, SignatureCoverageLevel, validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

FILE_HASH = "file hash"
ONE_SIGNATURE = "one signature"
WHOLE_FILE = "whole file covered"
PINNED_CERTIFICATE = "pinned certificate"
NO_CHANGES = "no changes allowed"
INTACT = "intact"


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
    checks = {
        WHOLE_FILE: _covers_whole_file(pdf, signature),
        PINNED_CERTIFICATE: _carries_only(_der(certificate_pem), signature),
        NO_CHANGES: signature.docmdp_level == MDPPerm.NO_CHANGES,
        INTACT: _is_intact(signature),
    }
    return [part for part, holds in checks.items() if not holds]


def _covers_whole_file(pdf: bytes, signature: EmbeddedPdfSignature) -> bool:
    """Every byte is signed but those of the signature itself, and these hold it and nothing else."""
    start, gap_at, resumes, rest = (int(number) for number in signature.byte_range)
    covered = signature.evaluate_signature_coverage() == SignatureCoverageLevel.ENTIRE_FILE
    return covered and (start, resumes + rest) == (0, len(pdf)) and _holds_only_a_signature(pdf[gap_at:resumes])


def _holds_only_a_signature(gap: bytes) -> bool:
    """One hexadecimal string, written as the sealer writes it: the signature, and zeros to the reserved length."""
    content = bytes.fromhex(gap[1:-1].decode("ascii"))
    signature = cms.ContentInfo.load(content).dump()
    return gap == b"<" + content.hex().upper().encode() + b">" and content == signature.ljust(len(content), b"\0")


def _carries_only(certificate: bytes, signature: EmbeddedPdfSignature) -> bool:
    return [choice.chosen.dump() for choice in signature.signed_data["certificates"]] == [certificate]


def _is_intact(signature: EmbeddedPdfSignature) -> bool:
    context = ValidationContext(trust_roots=[signature.signer_cert], allow_fetching=False)
    status = validate_pdf_signature(signature, signer_validation_context=context)
    return bool(status.intact and status.valid and status.bottom_line)


def _der(certificate_pem: str) -> bytes:
    der: bytes = pem.unarmor(certificate_pem.encode("ascii"))[2]
    return der

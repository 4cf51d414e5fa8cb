"""Makes the certificate that the seal carries: self-signed, for a key that only the key service holds."""

import hashlib
from collections.abc import Callable
from datetime import UTC, datetime

from asn1crypto import algos, keys, pem, x509

Sign = Callable[[bytes], bytes]
"""Signs a message as it is (RAW), RSASSA_PKCS1_V1_5_SHA_256."""

NAME = "Seatkeeper contract seal"
VALID_FROM = datetime(2020, 1, 1, tzinfo=UTC)
VALID_UNTIL = datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)
"""RFC 5280, 4.1.2.5: no well-defined end. The certificate is pinned, so nothing rests on its dates; with fixed ones
the same key always has the same certificate, whoever makes it and however often."""

RSA_SHA256 = algos.SignedDigestAlgorithm({"algorithm": "sha256_rsa"})


def make_certificate(public_key_der: bytes, sign: Sign) -> str:
    """The certificate as PEM; `public_key_der` is a SubjectPublicKeyInfo, as the key service gives it."""
    to_be_signed = _to_be_signed(keys.PublicKeyInfo.load(public_key_der))
    certificate = x509.Certificate(
        {
            "tbs_certificate": to_be_signed,
            "signature_algorithm": RSA_SHA256,
            "signature_value": sign(to_be_signed.dump()),
        }
    )
    armored: bytes = pem.armor("CERTIFICATE", certificate.dump())
    return armored.decode("ascii")


def certificate_of(text: str) -> x509.Certificate:
    """The certificate of a PEM text."""
    return x509.Certificate.load(pem.unarmor(text.encode("ascii"))[2])


def _to_be_signed(key: keys.PublicKeyInfo) -> x509.TbsCertificate:
    subject = x509.Name.build({"common_name": NAME})
    return x509.TbsCertificate(
        {
            "version": "v3",
            "serial_number": int.from_bytes(hashlib.sha256(key.dump()).digest()[:16], "big") >> 1,
            "signature": RSA_SHA256,
            "issuer": subject,
            "validity": {"not_before": _time(VALID_FROM), "not_after": _time(VALID_UNTIL)},
            "subject": subject,
            "subject_public_key_info": key,
            "extensions": _extensions(key),
        }
    )


def _extensions(key: keys.PublicKeyInfo) -> list[dict[str, object]]:
    usage = x509.KeyUsage({"digital_signature", "non_repudiation"})
    return [
        {"extn_id": "basic_constraints", "critical": True, "extn_value": x509.BasicConstraints({"ca": False})},
        {"extn_id": "key_usage", "critical": True, "extn_value": usage},
        {"extn_id": "key_identifier", "critical": False, "extn_value": key.sha1},
    ]


def _time(at: datetime) -> x509.Time:
    """RFC 5280: years before 2050 as UTCTime, later ones as GeneralizedTime."""
    return x509.Time({"utc_time" if at.year < 2050 else "general_time": at})

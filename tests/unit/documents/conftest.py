"""One key that stands in for the key service's."""

from collections.abc import Callable

import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from shared.documents.certificate import make_certificate
from shared.documents.seal import seal
from shared.documents.signature import render_signed
from tests.unit.documents.samples import a_contract, a_signature

Sign = Callable[[bytes], bytes]


@pytest.fixture(scope="session")
def key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=3072)


@pytest.fixture(scope="session")
def sign(key: rsa.RSAPrivateKey) -> Sign:
    def signed(message: bytes) -> bytes:
        assert len(message) < 4096
        return key.sign(message, padding.PKCS1v15(), hashes.SHA256())

    return signed


@pytest.fixture(scope="session")
def public_key_der(key: rsa.RSAPrivateKey) -> bytes:
    form = serialization.PublicFormat.SubjectPublicKeyInfo
    return key.public_key().public_bytes(serialization.Encoding.DER, form)


@pytest.fixture(scope="session")
def certificate_pem(public_key_der: bytes, sign: Sign) -> str:
    return make_certificate(public_key_der, sign)


@pytest.fixture(scope="session")
def signed_pdf() -> bytes:
    return render_signed(a_contract(), a_signature())


@pytest.fixture(scope="session")
def sealed_pdf(signed_pdf: bytes, sign: Sign, certificate_pem: str) -> bytes:
    return seal(signed_pdf, sign=sign, certificate_pem=certificate_pem)

"""Contracts: drawn, sealed and zipped, against the bare typesetter, the bare signature and a plain copy."""

import hashlib
import zlib
from collections.abc import Iterator
from datetime import date

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from shared.documents.archive import Member, build_archive
from shared.documents.certificate import make_certificate
from shared.documents.contract import SOURCE, ContractDocument, contract_values, render_contract
from shared.documents.parties import Party
from shared.documents.seal import seal
from shared.documents.typeset import typeset
from tests.bench.measure import Row, interleaved

DOCUMENT = ContractDocument(
    contract_id="01BENCH", customer=Party("Brook & Vale Ltd", "office@brookvale.example", "1 Mill Lane\nLeeds"),
    account_id="01BENCH", product="jobs", plan="go_paperless", sku="jobs-rolling", quantity=5, unit_price=2600,
    currency="GBP", tax_rate_bp=2000, term_clause="none", term_ends_before=None, prepared_on=date(2027, 3, 5),
    time_zone="Europe/London",
)  # fmt: skip
CONTRACTS, BYTES = 200, 200_000


def rows() -> Iterator[Row]:
    """Render, seal, zip. The key is a local RSA-3072 one that stands in for the key service."""
    values = contract_values(DOCUMENT)
    bare = lambda: typeset(SOURCE, values, dated=DOCUMENT.prepared_on)  # noqa: E731
    ours, floor = interleaved(lambda: render_contract(DOCUMENT), bare)
    yield Row("render a contract / the typesetter with the same values", ours, floor, "ms", 1.25)
    key = rsa.generate_private_key(public_exponent=65537, key_size=3072)

    def sign(message: bytes) -> bytes:
        return key.sign(message, padding.PKCS1v15(), hashes.SHA256())

    spki = serialization.PublicFormat.SubjectPublicKeyInfo
    certificate = make_certificate(key.public_key().public_bytes(serialization.Encoding.DER, spki), sign)
    pdf = render_contract(DOCUMENT)
    ours, floor = interleaved(lambda: seal(pdf, sign=sign, certificate_pem=certificate), lambda: sign(b"x" * 300))
    yield Row("seal a contract / the signature alone", ours, floor, "ms")
    yield _zip()


def _zip() -> Row:
    body = bytes(range(256)) * (BYTES // 256)
    members = [_member(number, body) for number in range(CONTRACTS)]

    def pieces(_: Member) -> Iterator[bytes]:
        return (body[at : at + 65_536] for at in range(0, len(body), 65_536))

    def copy() -> None:
        # What any careful copy does: read, hash, hand on.
        for member in members:
            digest = hashlib.sha256()
            for piece in pieces(member):
                digest.update(piece)

    ours, floor = interleaved(lambda: build_archive(members, read=pieces, write=lambda _: None), copy, rounds=5)
    return Row(f"zip {CONTRACTS} contracts of {BYTES // 1000} kB / reading and hashing them", ours, floor, "ms")


def _member(number: int, body: bytes) -> Member:
    return Member(
        contract_id=f"C{number:05}", key="k", version_id="v", size_bytes=len(body),
        sha256=hashlib.sha256(body).hexdigest(), crc32=zlib.crc32(body), order_id="o", sku="jobs-rolling", quantity=1,
        signer_name="Ana Pop", signed_at="2027-03-05T09:00:00Z", document_sha256="0" * 64,
    )  # fmt: skip

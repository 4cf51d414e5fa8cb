"""Contracts: drawn, sealed and zipped, against the bare typesetter, the bare signature and a plain copy through S3."""

import hashlib
import json
import zlib
from collections.abc import Callable, Iterator
from datetime import date

import typst

from shared import aws
from shared.account.sealing import ALGORITHM
from shared.config import setting
from shared.documents.archive import Member, reading_from, store_archive
from shared.documents.certificate import make_certificate
from shared.documents.contract import SOURCE, ContractDocument, contract_values, render_contract
from shared.documents.fonts import font_folders
from shared.documents.parties import Party
from shared.documents.seal import seal
from shared.documents.typeset import SOURCES, STANDARDS
from shared.documents.upload import MultipartUpload
from tests.bench.measure import Row, interleaved
from tests.support.aws import stand_in_aws

DOCUMENT = ContractDocument(
    contract_id="01BENCH", customer=Party("Brook & Vale Ltd", "office@brookvale.example", "1 Mill Lane\nLeeds"),
    account_id="01BENCH", product="jobs", plan="go_paperless", sku="jobs-rolling", quantity=5, unit_price=2600,
    currency="GBP", tax_rate_bp=2000, term_clause="none", term_ends_before=None, prepared_on=date(2027, 3, 5),
    time_zone="Europe/London",
)  # fmt: skip
CONTRACTS, BYTES = 200, 200_000


def rows() -> Iterator[Row]:
    """Render, seal, zip."""
    ours, floor = interleaved(lambda: render_contract(DOCUMENT), _bare_typesetter(), rounds=15)
    yield Row("render a contract / the bare typesetter on the same source", ours, floor, "ms", 1.25)
    yield _seal()
    yield _zip()


def _seal() -> Row:
    """With a key of the stand-in key service, which signs for real."""
    with stand_in_aws():
        kms, key_id = aws.client("kms"), setting("SEAL_KEY_ID")

        def sign(message: bytes) -> bytes:
            answer = kms.sign(KeyId=key_id, Message=message, MessageType="RAW", SigningAlgorithm=ALGORITHM)
            signature: bytes = answer["Signature"]
            return signature

        certificate = make_certificate(kms.get_public_key(KeyId=key_id)["PublicKey"], sign)
        pdf = render_contract(DOCUMENT)
        ours, floor = interleaved(lambda: seal(pdf, sign=sign, certificate_pem=certificate), lambda: sign(b"x" * 300))
    return Row("seal a contract / the bare signature of the key service", ours, floor, "ms")


def _bare_typesetter() -> Callable[[], object]:
    fonts = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(each) for each in font_folders()]
    )
    compiler = typst.Compiler(str(SOURCES / SOURCE), root=str(SOURCES), font_paths=fonts, ignore_system_fonts=True)
    inputs = {"document": json.dumps(contract_values(DOCUMENT), ensure_ascii=False, sort_keys=True)}
    return lambda: compiler.compile(format="pdf", sys_inputs=inputs, pdf_standards=STANDARDS)


def _zip() -> Row:
    """Through a stand-in S3 in this process, so that neither side waits for a network."""
    body = bytes(range(256)) * (BYTES // 256)
    with stand_in_aws():
        s3 = aws.client("s3")
        version = s3.put_object(Bucket="contracts", Key="k", Body=body)["VersionId"]
        members = [_member(number, body, version) for number in range(CONTRACTS)]
        read = reading_from(s3, bucket="contracts")

        def copy() -> None:
            with MultipartUpload(s3, bucket="files", key="copy", content_type="application/zip") as upload:
                for member in members:
                    for piece in read(member):
                        upload.write(piece)

        def archive() -> None:
            store_archive(members, read=read, s3=s3, bucket="files", key="zip")

        ours, floor = interleaved(archive, copy, rounds=5)
    return Row(f"zip {CONTRACTS} contracts of {BYTES // 1000} kB / a plain copy through S3", ours, floor, "ms", 1.15)


def _member(number: int, body: bytes, version_id: str) -> Member:
    return Member(
        contract_id=f"C{number:05}", key="k", version_id=version_id, size_bytes=len(body),
        sha256=hashlib.sha256(body).hexdigest(), crc32=zlib.crc32(body), order_id="o", sku="jobs-rolling", quantity=1,
        signer_name="Ana Pop", signed_at="2027-03-05T09:00:00Z", document_sha256="0" * 64,
    )  # fmt: skip

"""Seals a PDF: one PAdES certification signature over the whole file, after which no change is allowed."""

from io import BytesIO

from asn1crypto import x509
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import InvisSigSettings, MDPPerm, SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, Signer
from pyhanko_certvalidator.registry import SimpleCertificateStore

from shared.documents.certificate import RSA_SHA256, Sign, certificate_of

FIELD = "Seal"
REASON = "Sealed as signed: any later change shows."
MAX_MESSAGE_BYTES = 4096
"""The longest message that the key service signs as it is (`MessageType=RAW`)."""


class MessageTooLong(ValueError):
    """What is to be signed would be refused by the key service; it is refused here, wherever this runs."""


class RemoteSigner(Signer):  # type: ignore[misc]  # the library has no types
    """Asks somebody else, who holds the key, for each signature. `key_bytes` is the length of one."""

    def __init__(self, certificate: x509.Certificate, sign: Sign) -> None:
        self._sign = sign
        self._key_bytes = certificate.public_key.byte_size
        super().__init__(
            signing_cert=certificate, cert_registry=SimpleCertificateStore(), signature_mechanism=RSA_SHA256
        )

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
        if dry_run:
            return bytes(self._key_bytes)
        if len(data) > MAX_MESSAGE_BYTES:
            raise MessageTooLong(f"{len(data)} bytes")
        return self._sign(data)


class UntouchedMetadata(IncrementalPdfFileWriter):  # type: ignore[misc]  # nor here
    """Leaves the metadata as the typesetter wrote them, which is as PDF/A wants them."""

    def _update_meta(self) -> None:
        return None


def seal(pdf: bytes, *, sign: Sign, certificate_pem: str) -> bytes:
    """The sealed file: the bytes given, then the seal. `sign` is called once; nothing else leaves the process."""
    writer = UntouchedMetadata(BytesIO(pdf))
    _tab_order_by_structure(writer)
    signer = PdfSigner(_metadata(), RemoteSigner(certificate_of(certificate_pem), sign), new_field_spec=_field())
    sealed = BytesIO()
    signer.sign_pdf(writer, output=sealed)
    return sealed.getvalue()


def _metadata() -> PdfSignatureMetadata:
    return PdfSignatureMetadata(
        field_name=FIELD,
        md_algorithm="sha256",
        reason=REASON,
        certify=True,
        subfilter=SigSeedSubFilter.PADES,
        docmdp_permissions=MDPPerm.NO_CHANGES,
    )


def _field() -> SigFieldSpec:
    """Invisible, and placed so that both PDF/A (printable) and PDF/UA (outside the page) let it be."""
    return SigFieldSpec(
        sig_field_name=FIELD,
        readable_field_name="Seal of this contract",
        invis_sig_settings=InvisSigSettings(set_print_flag=True, box_out_of_bounds=True),
    )


def _tab_order_by_structure(writer: UntouchedMetadata) -> None:
    """PDF/UA asks this of every page that has an annotation, and the seal is one, on the first page."""
    page, _ = writer.find_page_for_modification(0)
    page.get_object()[pdf_name("/Tabs")] = pdf_name("/S")
    writer.mark_update(page)
